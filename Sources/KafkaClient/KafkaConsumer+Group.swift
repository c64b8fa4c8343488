// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

extension KafkaConsumer {
    /// Joins the group for these topics, in place of any before.
    ///
    /// A name that begins with `^` is a regular expression. Partitions arrive as
    /// ``KafkaConsumerEvent/assign(_:)``.
    ///
    /// Wraps `rd_kafka_subscribe`.
    public func subscribe(to topics: [String]) throws(KafkaError) {
        let client = try open("subscribe")
        guard hasGroup else {
            throw KafkaError(code: .invalidArgument, operation: "subscribe", reason: "group.id is not set")
        }
        let list = try PartitionListHandle(topics: topics, operation: "subscribe")
        try unsafe KafkaError.check(rd_kafka_subscribe(client.pointer, list.pointer), operation: "subscribe")
    }

    /// Leaves the group's distribution of partitions; those held are revoked by an event.
    ///
    /// Wraps `rd_kafka_unsubscribe`.
    public func unsubscribe() throws(KafkaError) {
        let client = try open("unsubscribe")
        try unsafe KafkaError.check(rd_kafka_unsubscribe(client.pointer), operation: "unsubscribe")
    }

    /// Reads these partitions and no others, each from the group's committed offset.
    ///
    /// Wraps `rd_kafka_assign`.
    public func assign(_ partitions: [TopicPartition]) throws(KafkaError) {
        let client = try open("assign")
        let list = try PartitionListHandle(partitions, operation: "assign")
        try unsafe KafkaError.check(rd_kafka_assign(client.pointer, list.pointer), operation: "assign")
        try settle()
    }

    /// Reads these partitions and no others, each from the offset given.
    ///
    /// Wraps `rd_kafka_assign`.
    public func assign(_ partitions: [TopicPartition: StartOffset]) throws(KafkaError) {
        let client = try open("assign")
        let list = try PartitionListHandle(partitions.mapValues(\.rawValue), operation: "assign")
        try unsafe KafkaError.check(rd_kafka_assign(client.pointer, list.pointer), operation: "assign")
        try settle()
    }

    /// Reads no partition any more; the answer to a revocation under an eager assignor such as `range`.
    ///
    /// Wraps `rd_kafka_assign` with no list.
    public func unassign() throws(KafkaError) {
        let client = try open("unassign")
        try unsafe KafkaError.check(rd_kafka_assign(client.pointer, nil), operation: "unassign")
        try settle()
    }

    /// Reads these partitions as well, each from the offset given.
    ///
    /// Wraps `rd_kafka_incremental_assign`.
    public func incrementalAssign(_ partitions: [TopicPartition: StartOffset]) throws(KafkaError) {
        let client = try open("incrementalAssign")
        let list = try PartitionListHandle(
            partitions.mapValues(\.rawValue),
            operation: "incrementalAssign"
        )
        try unsafe KafkaError.check(
            rd_kafka_incremental_assign(client.pointer, list.pointer),
            operation: "incrementalAssign"
        )
    }

    /// Reads these partitions no more; the answer to a revocation under a cooperative assignor.
    ///
    /// Wraps `rd_kafka_incremental_unassign`.
    public func incrementalUnassign(_ partitions: [TopicPartition]) throws(KafkaError) {
        let client = try open("incrementalUnassign")
        let list = try PartitionListHandle(partitions, operation: "incrementalUnassign")
        try unsafe KafkaError.check(
            rd_kafka_incremental_unassign(client.pointer, list.pointer),
            operation: "incrementalUnassign"
        )
        try settle()
    }

    /// Waits until the fetchers of partitions that are read no more, or anew, have stopped.
    ///
    /// librdkafka (2.0.2 and later) stops a fetcher twice when the next assignment comes before the answer to the
    /// first stop, and then aborts the process: "Assertion `rktp->rktp_started' failed". Its main thread works in
    /// order, so that the stops are done once it has answered one question, and their answers taken once it has
    /// answered another.
    private func settle() throws(KafkaError) {
        for _ in 0..<2 { _ = try assignment() }
    }

    /// The partitions that are read now, sorted.
    ///
    /// Wraps `rd_kafka_assignment`.
    public func assignment() throws(KafkaError) -> [TopicPartition] {
        let client = try open("assignment")
        var list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
        try unsafe KafkaError.check(rd_kafka_assignment(client.pointer, &list), operation: "assignment")
        guard let list = unsafe list else { return [] }
        return unsafe PartitionListHandle(taking: list).entries.map(\.partition).sorted()
    }

    /// This member's identity in the group, nil before it has one.
    ///
    /// Wraps `rd_kafka_memberid`.
    public func memberID() throws(KafkaError) -> String? {
        let client = try open("memberID")
        guard let text = unsafe rd_kafka_memberid(client.pointer) else { return nil }
        defer { unsafe rd_kafka_mem_free(client.pointer, text) }
        let memberID = unsafe String(cString: text)
        return memberID.isEmpty ? nil : memberID
    }

    /// What fences offsets in a transaction; take it anew for each commit.
    ///
    /// Wraps `rd_kafka_consumer_group_metadata`.
    public func groupMetadata() throws(KafkaError) -> ConsumerGroupMetadata {
        let client = try open("groupMetadata")
        guard let metadata = unsafe rd_kafka_consumer_group_metadata(client.pointer) else {
            throw KafkaError(code: .wrongState, operation: "groupMetadata")
        }
        return unsafe ConsumerGroupMetadata(taking: metadata)
    }
}
