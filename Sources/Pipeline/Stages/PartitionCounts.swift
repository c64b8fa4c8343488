// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How many partitions the deployment's topics have; a process reads it once, since changing it moves keys.
public struct PartitionCounts: Hashable, Sendable {
    /// `<id>.journal` and `<id>.state`.
    public var journal: Int32
    /// `<id>.candidates`, `<id>.queues` and `<id>.entries`.
    public var queues: Int32
    /// `<id>.changes`.
    public var changes: Int32
    /// `<id>.dead-letters`.
    public var deadLetters: Int32
    /// `<id>.aliases`.
    public var aliases: Int32

    /// Counts of the given sizes, each at least 1.
    public init(journal: Int32, queues: Int32, changes: Int32, deadLetters: Int32, aliases: Int32) {
        self.journal = max(1, journal)
        self.queues = max(1, queues)
        self.changes = max(1, changes)
        self.deadLetters = max(1, deadLetters)
        self.aliases = max(1, aliases)
    }
}
