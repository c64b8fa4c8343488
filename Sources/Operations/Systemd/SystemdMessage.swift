// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// One thing a service tells systemd, as sd_notify(3) has it.
public enum SystemdMessage: Sendable, Equatable {
    /// The start is over.
    case ready
    /// The stop has begun.
    case stopping
    /// The loops turn.
    case watchdog
    /// What the service is doing, in one line.
    case status(String)
    /// The start or stop under way may take this many more microseconds from now.
    case extendTimeout(microseconds: Int64)

    /// The assignment that says so; what would end its line is made a space.
    var assignment: String {
        switch self {
        case .ready: return "READY=1"
        case .stopping: return "STOPPING=1"
        case .watchdog: return "WATCHDOG=1"
        case .status(let text):
            let line = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
            return "STATUS=\(String(line))"
        case .extendTimeout(let microseconds): return "EXTEND_TIMEOUT_USEC=\(microseconds)"
        }
    }
}
