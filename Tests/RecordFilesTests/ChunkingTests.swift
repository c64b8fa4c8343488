// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Testing

@testable import RecordFiles

@Suite struct `However a file is cut into chunks` {
    private static let pieces = [
        "{", "}", "[", "]", "\"", "\\", ",", "\t", " ", "\r", "\n", "\r\n", "\"\"", "é", "€", "a", "12",
        "true", "{}",
        "[\n1]", "\u{FEFF}",
    ]

    @Test(arguments: RecordFormat.allCases)
    func `the records are the same`(format: RecordFormat) throws {
        let stated = ProcessInfo.processInfo.environment["HOTLIST_SEED"].flatMap(UInt64.init)
        for seed in stated.map({ $0...$0 }) ?? 1...150 {
            var random = SplitMix(state: seed)
            let count = Int.random(in: 0...120, using: &random)
            let text = (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
            let file =
                Bool.random(using: &random)
                ? try TemporaryFile(named: "a", text)
                : try TemporaryFile(named: "a", members: [Array(text.utf8)])
            let maximum = [3, 10, 1000].randomElement(using: &random) ?? 1000
            let whole = ReadFile(file, format: format, maximum: maximum)
            for _ in 0..<3 {
                let chunk = Int.random(in: 1...16, using: &random)
                let limit = Int.random(in: 1...5, using: &random)
                let cut = ReadFile(file, format: format, maximum: maximum, chunk: chunk, limit: limit)
                #expect(cut.records == whole.records, "seed \(seed) chunk \(chunk) limit \(limit)")
                #expect(cut.failure == nil && whole.failure == nil, "seed \(seed)")
            }
        }
    }

    @Test func `rows that were written with quotes read back as they were`() throws {
        let stated = ProcessInfo.processInfo.environment["HOTLIST_SEED"].flatMap(UInt64.init)
        for seed in stated.map({ $0...$0 }) ?? 1...100 {
            var random = SplitMix(state: seed)
            let width = Int.random(in: 1...4, using: &random)
            let names = (0..<width).map { "n\($0)" }
            let rows = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                names.map { _ in
                    (0..<Int.random(in: 0...5, using: &random))
                        // Foundation, which reads the objects back, drops byte order marks.
                        .map { _ in Self.pieces.dropLast().randomElement(using: &random) ?? "" }.joined()
                }
            }
            let end = ["\n", "\r", "\r\n"].randomElement(using: &random) ?? "\n"
            let quoted = rows.map { row in
                row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + end
            }
            let file = try TemporaryFile(named: "a.csv", names.joined(separator: ",") + end + quoted.joined())
            let read = ReadFile(file, chunk: Int.random(in: 1...64, using: &random))
            let back = try read.texts.map { text in
                let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String]
                return names.map { object?[$0] ?? "missing" }
            }
            #expect(back == rows, "seed \(seed)")
        }
    }
}
