// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A moment, in whole milliseconds since 1970-01-01T00:00:00Z; Kafka's own unit of time.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since the epoch; negative before it.
    public var milliseconds: Int64

    /// The moment `milliseconds` after the epoch.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Whether `left` lies before `right`.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }
}
