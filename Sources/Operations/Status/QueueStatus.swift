// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What was last published of a queue.
public struct QueueStatus: Sendable, Equatable {
    /// The queue's name.
    public var name: String
    /// How many lists it has that are not empty.
    public var lists: Int
    /// How many entries its lists hold together.
    public var entries: Int
    /// The oldest `as_of` among its lists, in milliseconds since the epoch.
    public var asOf: Int64

    /// The state of the queue `name`.
    public init(name: String, lists: Int, entries: Int, asOf: Int64) {
        self.name = name
        self.lists = lists
        self.entries = entries
        self.asOf = asOf
    }
}
