// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Decides what systemd is told and when.
///
/// A pure value: it is shown what the stages say at a time, and answers with the messages that are due.
struct SystemdSchedule {
    /// Milliseconds between two lines of status.
    static let statusInterval: Int64 = 5_000
    /// Microseconds by which a start that is getting on is allowed to take longer, each time.
    static let startExtension: Int64 = 30_000_000

    /// What is due at one moment.
    struct Step: Equatable {
        var messages: [SystemdMessage] = []
        /// Stages found standing still since the last sign of life; each time they are found only once.
        var stuck: [String] = []
    }

    private let watchdogInterval: Int64?
    private var wasReady = false
    private var lastStatus: Int64?
    private var lastSignOfLife: Int64
    private var turnsAtSignOfLife: [String: UInt64] = [:]
    private var turnsAtStatus: [String: UInt64] = [:]
    private var reportedStuck = false

    /// A schedule that begins at monotonic time `now`.
    ///
    /// - Parameters:
    ///   - watchdogInterval: Milliseconds within which systemd wants a sign of life; nil for never.
    ///   - now: The monotonic time, in milliseconds.
    init(watchdogInterval: Int64?, now: Int64) {
        self.watchdogInterval = watchdogInterval
        lastSignOfLife = now
    }

    /// What is due at monotonic time `now`, when the stages say `snapshot`.
    mutating func step(_ snapshot: StatusSnapshot, at now: Int64) -> Step {
        var step = Step()
        if !wasReady, snapshot.isReady {
            wasReady = true
            step.messages += [.ready, .status(Self.line(snapshot))]
            lastStatus = now
        } else if now - (lastStatus ?? .min / 2) >= Self.statusInterval {
            step.messages.append(.status(Self.line(snapshot)))
            // A start that stands still is not given more time; one that waits for a broker, turning, is.
            if !wasReady, Self.allTurned(snapshot, since: turnsAtStatus) {
                step.messages.append(.extendTimeout(microseconds: Self.startExtension))
            }
            turnsAtStatus = Self.turns(snapshot)
            lastStatus = now
        }
        if let watchdogInterval, now - lastSignOfLife >= watchdogInterval / 2 {
            if Self.allTurned(snapshot, since: turnsAtSignOfLife) {
                step.messages.append(.watchdog)
                lastSignOfLife = now
                turnsAtSignOfLife = Self.turns(snapshot)
                reportedStuck = false
            } else if !reportedStuck {
                reportedStuck = true
                step.stuck = snapshot.stages.filter { !Self.hasTurned($0, since: turnsAtSignOfLife) }.map(
                    \.name
                )
            }
        }
        return step
    }

    /// The stages in one line, such as `not ready: ingest running, lag 12; rank restoring 40 %`.
    static func line(_ snapshot: StatusSnapshot) -> String {
        let stages = snapshot.stages.map { stage in
            var text = "\(stage.name) \(stage.status.state.rawValue)"
            if stage.status.state == .restoring, let restore = stage.status.restore {
                text += " \(Int(restore.ratio * 100)) %"
            } else if stage.status.state == .running {
                text += ", lag \(stage.status.lag)"
            }
            return text
        }
        return "\(snapshot.isReady ? "ready" : "not ready"): \(stages.joined(separator: "; "))"
    }

    private static func turns(_ snapshot: StatusSnapshot) -> [String: UInt64] {
        Dictionary(snapshot.stages.map { ($0.name, $0.turns) }, uniquingKeysWith: { first, _ in first })
    }

    private static func allTurned(_ snapshot: StatusSnapshot, since turns: [String: UInt64]) -> Bool {
        snapshot.stages.allSatisfy { hasTurned($0, since: turns) }
    }

    private static func hasTurned(_ stage: StatusSnapshot.Stage, since turns: [String: UInt64]) -> Bool {
        !stage.isLive || stage.turns != turns[stage.name] ?? 0
    }
}
