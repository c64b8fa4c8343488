// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What is known of the whole process at one moment.
public struct StatusSnapshot: Sendable, Equatable {
    /// One stage, what it says and how its loop turns.
    public struct Stage: Sendable, Equatable {
        /// The stage's name, such as `rank`.
        public var name: String
        /// What the stage last said.
        public var status: StageHealth
        /// How often its loop has turned.
        public var turns: UInt64
        /// When its loop last turned, in monotonic milliseconds.
        public var lastTurn: Int64

        /// Whether its loop ought to turn.
        public var isLive: Bool {
            status.state != .stopped
        }
    }

    /// The stages this process runs, in the order in which it named them.
    public var stages: [Stage]
    /// The queues last published, in the order of their names.
    public var queues: [QueueStatus]

    /// Whether every stage is ready.
    public var isReady: Bool {
        stages.allSatisfy(\.status.isReady)
    }

    /// Why the process is not ready: one sentence per reason, beginning with the stage's name.
    public var reasonsNotReady: [String] {
        stages.flatMap { stage in stage.status.reasonsNotReady.map { "\(stage.name): \($0)" } }
    }

    /// The stages whose loops have not turned for more than `bound` milliseconds at monotonic time `now`.
    public func stuckStages(at now: Int64, bound: Int64) -> [Stage] {
        stages.filter { $0.isLive && now - $0.lastTurn > bound }
    }
}
