// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Synchronization

@testable import Operations

/// Collects what a ``LogOutput`` writes, under clocks that stand still until they are moved.
final class LinesOfLog: Sendable {
    private let bytes = Mutex<[[UInt8]]>([])
    private let milliseconds = Mutex<Int64>(0)

    func output(_ format: LogFormat, isJournal: Bool = false) -> LogOutput {
        LogOutput(
            format: format,
            isJournal: isJournal,
            // 2026-11-20T09:00:00.250Z
            wallClock: { 1_795_165_200_250 },
            monotonicClock: { self.milliseconds.withLock { $0 } },
            write: { line in self.bytes.withLock { $0.append(line) } }
        )
    }

    func pass(milliseconds passed: Int64) {
        milliseconds.withLock { $0 += passed }
    }

    /// What was written last.
    var lastWrite: String? {
        bytes.withLock { $0.last }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// What was written, one string for each write.
    var writes: [String] {
        bytes.withLock { $0.map { String(decoding: $0, as: UTF8.self) } }
    }
}
