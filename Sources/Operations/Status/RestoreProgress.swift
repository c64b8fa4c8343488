// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How much of its state a stage has read back.
public struct RestoreProgress: Sendable, Equatable {
    /// Records read so far.
    public var done: Int64
    /// Records to be read, as far as known.
    public var total: Int64

    /// The progress of `done` records out of `total`.
    public init(done: Int64, total: Int64) {
        self.done = done
        self.total = total
    }

    /// The share that is done, from 0 to 1; 1 where there is nothing to do.
    public var ratio: Double {
        total > 0 ? min(1, max(0, Double(done) / Double(total))) : 1
    }
}
