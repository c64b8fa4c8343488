// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Synchronization

/// Tells what happens: a line for people or an object for programs, each with the time since the beginning.
final class Chronicle: Sendable {
    private let isJSON: Bool
    private let began = ContinuousClock.now
    private let lock = Mutex(())

    init(isJSON: Bool) {
        self.isJSON = isJSON
    }

    /// Milliseconds since the beginning, on a clock that counts suspension.
    var elapsed: Int64 {
        let (seconds, attoseconds) = (ContinuousClock.now - began).components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    /// Tells of one thing.
    ///
    /// - Parameters:
    ///   - what: a word for it, such as `kill`.
    ///   - process: the process that it happens to.
    ///   - text: what else there is to say.
    func tell(_ what: String, _ process: String? = nil, _ text: String = "") {
        let time = elapsed
        let line: String
        if isJSON {
            var object = ["event": what, "at_ms": String(time)]
            object["process"] = process
            if !text.isEmpty { object["text"] = text }
            line = Self.json(object)
        } else {
            let seconds = String(format: "%8.2f", Double(time) / 1000)
            let subject = [what, process].compactMap { $0 }.joined(separator: " ")
            line = "\(seconds)  \(subject)\(text.isEmpty ? "" : ": \(text)")"
        }
        write(line)
    }

    /// The result, at the end.
    func conclude(_ summary: RunSummary) {
        if isJSON {
            write(Self.json(summary.object))
        } else {
            write(summary.text)
        }
    }

    private func write(_ line: String) {
        lock.withLock { _ in FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
    }

    private static func json(_ object: Any) -> String {
        let data = try? JSONSerialization.data(
            withJSONObject: object,
            options: [.sortedKeys, .withoutEscapingSlashes]
        )
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}
