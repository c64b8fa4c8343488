// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension KafkaMockCluster {
    /// A kind of request, by the protocol's names and numbers.
    public enum Request: Int16, Sendable {
        /// Records to a partition.
        case produce = 0
        /// Records from a partition.
        case fetch = 1
        /// Offsets by time or end.
        case listOffsets = 2
        /// Brokers and topics.
        case metadata = 3
        /// Offsets of a group, outside transactions.
        case offsetCommit = 8
        /// A group's offsets.
        case offsetFetch = 9
        /// The coordinator of a group or transaction.
        case findCoordinator = 10
        /// Becoming a member of a group.
        case joinGroup = 11
        /// Staying a member of a group.
        case heartbeat = 12
        /// Leaving a group.
        case leaveGroup = 13
        /// A member's assignment.
        case syncGroup = 14
        /// A producer's identity and epoch.
        case initProducerID = 22
        /// Partitions of a transaction.
        case addPartitionsToTransaction = 24
        /// The group of a transaction.
        case addOffsetsToTransaction = 25
        /// Committing or aborting a transaction.
        case endTransaction = 26
        /// Offsets of a group in a transaction.
        case transactionalOffsetCommit = 28
    }
}
