// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Glibc
public import Logging
import Metrics
import Synchronization

/// Where the lines of all loggers go: one file descriptor, one line at a time.
///
/// Warnings and errors that repeat are written ten times in ten seconds; how many more there were is said in one
/// line when the ten seconds are over and something is logged again.
public final class LogOutput: Sendable {
    /// What makes two lines the same to the limiter.
    private struct Repeat: Hashable, Comparable {
        var level: Logger.Level
        var label: String
        var message: String

        static func < (left: Repeat, right: Repeat) -> Bool {
            (left.label, left.message, left.level) < (right.label, right.message, right.level)
        }
    }

    private let format: LogFormat
    private let isJournal: Bool
    private let wallClock: @Sendable () -> Int64
    private let monotonicClock: @Sendable () -> Int64
    private let write: @Sendable ([UInt8]) -> Void
    private let limiter = Mutex(RepeatLimiter<Repeat>(burst: 10, span: 10_000, capacity: 512))

    /// An output to standard error, with the journal's prefixes where the journal reads it.
    public convenience init(format: LogFormat) {
        self.init(format: format, descriptor: 2)
    }

    /// An output to an open file, with the journal's prefixes where the journal reads it.
    public convenience init(format: LogFormat, descriptor: Int32) {
        self.init(
            format: format,
            isJournal: Self.isJournal(descriptor: descriptor),
            wallClock: SystemClock.wallMilliseconds,
            monotonicClock: SystemClock.monotonicMilliseconds,
            write: { Self.write($0, to: descriptor) }
        )
    }

    /// An output to `write`, which gets whole lines.
    init(
        format: LogFormat,
        isJournal: Bool,
        wallClock: @escaping @Sendable () -> Int64,
        monotonicClock: @escaping @Sendable () -> Int64,
        write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.format = format
        self.isJournal = isJournal
        self.wallClock = wallClock
        self.monotonicClock = monotonicClock
        self.write = write
    }

    /// Makes the handler of a logger, for the bootstrap of the logging system.
    public func handler(label: String, level: Logger.Level) -> any LogHandler {
        LineLogHandler(label: label, level: level, output: self)
    }

    /// Writes a line, unless it repeats too often.
    func write(level: Logger.Level, label: String, message: String, fields: Logger.Metadata) {
        let repeats = level == .warning || level == .error
        let key = Repeat(level: level, label: label, message: message)
        // The lock is held while writing, so that two threads' lines do not mix.
        limiter.withLock { limiter in
            let now = monotonicClock()
            let time = wallClock()
            for suppressed in limiter.takeSuppressed(at: now) {
                let line = LogLine(
                    time: time,
                    level: suppressed.key.level,
                    label: suppressed.key.label,
                    message: suppressed.key.message,
                    fields: Logger.Metadata([.suppressed: .stringConvertible(suppressed.count)])
                )
                write(line.rendered(as: format, forJournal: isJournal))
            }
            if repeats, limiter.decide(key, at: now) == .suppress {
                Counter(label: "hotlist_log_lines_suppressed_total").increment()
                return
            }
            let line = LogLine(time: time, level: level, label: label, message: message, fields: fields)
            write(line.rendered(as: format, forJournal: isJournal))
        }
    }

    /// Whether the journal reads `descriptor`: systemd names its device and inode in the environment.
    private static func isJournal(descriptor: Int32) -> Bool {
        guard let stream = unsafe getenv("JOURNAL_STREAM") else { return false }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return false }
        return unsafe String(cString: stream) == "\(status.st_dev):\(status.st_ino)"
    }

    /// Writes all of `bytes`; what a closed or full descriptor does not take is lost, as there is nowhere to tell.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        unsafe bytes.withUnsafeBytes { buffer in
            var rest = unsafe buffer[...]
            while unsafe !rest.isEmpty {
                let start = unsafe UnsafeRawBufferPointer(rebasing: rest).baseAddress
                let count = unsafe Glibc.write(descriptor, start, rest.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    return
                }
                unsafe rest = rest.dropFirst(count)
            }
        }
    }
}
