// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a poll of the consumer group brought.
public enum TransportEvent: Sendable, Hashable {
    /// Nothing within the time, or records (which went into the batch).
    case none
    /// These partitions are now this member's; the caller answers with `assign`.
    case assigned([TopicPartition])
    /// These partitions are going to another member; the caller finishes its work, then answers with `unassign`.
    case revoked([TopicPartition])
    /// These partitions are another member's already: nothing may be committed for them.
    case lost([TopicPartition])
}
