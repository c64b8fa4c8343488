// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// When something was written, and where in the journal: the later one wins, by time and then by offset.
public struct Stamp: Hashable, Comparable, Sendable {
    /// The event's time.
    public var time: Timestamp
    /// The event's offset in the journal's partition.
    public var offset: Int64

    /// The stamp of an event of `time` at `offset`.
    public init(time: Timestamp, offset: Int64) {
        self.time = time
        self.offset = offset
    }

    /// Whether `left` was written before `right`.
    public static func < (left: Stamp, right: Stamp) -> Bool {
        (left.time, left.offset) < (right.time, right.offset)
    }
}
