// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Synchronization

/// Where the stages write what they are doing, and where HTTP, metrics and systemd read it.
///
/// Neither side waits for the other: a write replaces a value, a read copies one.
public final class StatusBoard: Sendable {
    private let contents: Mutex<StatusSnapshot>

    /// A board for the stages `names`, all of which must be ready before the process is.
    ///
    /// - Parameters:
    ///   - names: The stages' names.
    ///   - now: The monotonic time, in milliseconds.
    public init(stages names: [String], at now: Int64) {
        let stages = names.map {
            StatusSnapshot.Stage(name: $0, status: StageHealth(), turns: 0, lastTurn: now)
        }
        contents = Mutex(StatusSnapshot(stages: stages, queues: []))
    }

    /// What is known now.
    public var snapshot: StatusSnapshot {
        contents.withLock { $0 }
    }

    /// Notes that the loop of the stage `name` has turned at monotonic time `now`, whatever it did.
    ///
    /// A loop calls it at every turn and, in a step that may take seconds, in between.
    public func turned(_ name: String, at now: Int64) {
        contents.withLock { snapshot in
            guard let index = snapshot.stages.firstIndex(where: { $0.name == name }) else { return }
            snapshot.stages[index].turns &+= 1
            snapshot.stages[index].lastTurn = now
        }
    }

    /// Replaces what the stage `name` says; a name the board was not made with is ignored.
    public func publish(_ status: StageHealth, of name: String) {
        contents.withLock { snapshot in
            guard let index = snapshot.stages.firstIndex(where: { $0.name == name }) else { return }
            snapshot.stages[index].status = status
        }
    }

    /// Replaces what is known of the published queues.
    public func publish(queues: [QueueStatus]) {
        let sorted = queues.sorted { $0.name < $1.name }
        contents.withLock { $0.queues = sorted }
    }
}
