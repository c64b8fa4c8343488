// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Foundation
internal import Workload

/// What a run has measured, for people as it comes and for programs at the end.
///
/// docs/performance.md describes the file.
struct BenchReport {
    /// What stands in the file.
    private struct Document: Codable {
        var schema = 1
        var machine: Machine
        var workload: Workload
        var brokers: String
        var runs: Int
        var parts: [Part]
    }

    private struct Machine: Codable {
        var processor: String
        var cores: Int
        var memoryBytes: UInt64
    }

    private struct Workload: Codable {
        var events: Int
        var accounts: Int
        var partitions: Int32
        var seed: UInt64
        var bytesPerEvent: Int
    }

    private struct Part: Codable {
        var name: String
        var figures: [Figure]
    }

    /// Where the brokers are; nil for a mock.
    let brokers: String?
    private var document: Document

    init(size: StandardWorkload.Size, runs: Int, partitions: Int32, brokers: String?) {
        self.brokers = brokers
        document = Document(
            machine: Machine(
                processor: Self.processor,
                cores: ProcessInfo.processInfo.activeProcessorCount,
                memoryBytes: ProcessInfo.processInfo.physicalMemory
            ),
            workload: Workload(
                events: size.events,
                accounts: size.accounts,
                partitions: partitions,
                seed: size.seed,
                bytesPerEvent: 0
            ),
            brokers: brokers == nil ? "mock" : "kafka",
            runs: runs,
            parts: []
        )
    }

    /// How long an event is in the journal.
    var bytesPerEvent: Int {
        get { document.workload.bytesPerEvent }
        set { document.workload.bytesPerEvent = newValue }
    }

    /// Takes the figures of a part, and prints them.
    ///
    /// On a mock, goals in absolute numbers would mean nothing, and are left out.
    mutating func add(_ part: BenchPart, _ figures: [Figure]) {
        var figures = figures
        if brokers == nil, part.needsKafka {
            for index in figures.indices where figures[index].goal?.isOfRatio == false {
                figures[index].goal = nil
            }
        }
        document.parts.append(Part(name: part.rawValue, figures: figures))
        Self.say("\n\(part.title)\n\(FigureTable.text(of: figures))")
    }

    /// Says how many goals are reached, and which are missed.
    func conclude() {
        let aimed = document.parts.flatMap(\.figures).filter { $0.isReached != nil }
        let missed = aimed.filter { $0.isReached == false }.map(\.name)
        var text = aimed.isEmpty ? "" : "\n\(aimed.count - missed.count) of \(aimed.count) goals reached"
        if !missed.isEmpty { text += "; missed: \(missed.joined(separator: "; "))" }
        let parts = document.parts.compactMap { BenchPart(rawValue: $0.name) }
        if brokers == nil, parts.contains(where: \.needsKafka) {
            text += "\nOn a mock cluster: nothing but its ratios means anything."
        }
        Self.say(text)
    }

    /// At once, even where the output is no terminal.
    private static func say(_ text: String) {
        FileHandle.standardOutput.write(Data("\(text)\n".utf8))
    }

    /// The file.
    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try encoder.encode(document)
    }

    private static var processor: String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ": ").last.map(String.init) ?? "unknown"
    }
}
