// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// Owns one `rd_kafka_topic_partition_list_t`.
@safe struct PartitionListHandle: ~Copyable {
    /// What librdkafka says about one partition.
    struct Entry {
        let partition: TopicPartition
        let offset: Int64
        let error: KafkaErrorCode
    }

    let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    private init(capacity: Int) {
        unsafe pointer = rd_kafka_topic_partition_list_new(Int32(clamping: capacity))
    }

    init(taking pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) {
        unsafe self.pointer = pointer
    }

    /// A list of partitions without offsets.
    init(_ partitions: some Collection<TopicPartition>, operation: String) throws(KafkaError) {
        self.init(capacity: partitions.count)
        for partition in partitions {
            try add(partition, offset: Int64(RD_KAFKA_OFFSET_INVALID), operation: operation)
        }
    }

    /// A list of partitions with offsets.
    init(_ offsets: [TopicPartition: Int64], operation: String) throws(KafkaError) {
        self.init(capacity: offsets.count)
        for (partition, offset) in offsets {
            try add(partition, offset: offset, operation: operation)
        }
    }

    /// A list of topics, for subscribing.
    init(topics: [String], operation: String) throws(KafkaError) {
        self.init(capacity: topics.count)
        for topic in topics {
            let partition = TopicPartition(topic: topic, partition: RD_KAFKA_PARTITION_UA)
            try add(partition, offset: Int64(RD_KAFKA_OFFSET_INVALID), operation: operation)
        }
    }

    deinit {
        unsafe rd_kafka_topic_partition_list_destroy(pointer)
    }

    private func add(_ partition: TopicPartition, offset: Int64, operation: String) throws(KafkaError) {
        try checkName(partition.topic, operation: operation)
        let entry = unsafe rd_kafka_topic_partition_list_add(pointer, partition.topic, partition.partition)
        unsafe entry?.pointee.offset = offset
    }

    var entries: [Entry] {
        unsafe Self.entries(of: pointer)
    }

    /// The offsets that are positions in a log; librdkafka's logical ones (none, end) are left out.
    var absoluteOffsets: [TopicPartition: Int64] {
        var offsets: [TopicPartition: Int64] = [:]
        for entry in entries where entry.offset >= 0 { offsets[entry.partition] = entry.offset }
        return offsets
    }

    /// Throws the first error that librdkafka wrote beside a partition.
    func checkEntries(operation: String) throws(KafkaError) {
        for entry in entries where entry.error != .none {
            throw KafkaError(
                code: entry.error,
                operation: operation,
                reason: "\(entry.partition): \(entry.error.text)"
            )
        }
    }

    static func entries(of list: UnsafePointer<rd_kafka_topic_partition_list_t>?) -> [Entry] {
        guard let list = unsafe list else { return [] }
        return unsafe (0..<Int(list.pointee.cnt)).map { index in
            let element = unsafe list.pointee.elems[index]
            return unsafe Entry(
                partition: TopicPartition(
                    topic: String(cString: element.topic),
                    partition: element.partition
                ),
                offset: element.offset,
                error: KafkaErrorCode(element.err)
            )
        }
    }
}

/// Refuses names that C would cut short.
func checkName(_ name: String, operation: String) throws(KafkaError) {
    guard !name.isEmpty, !name.utf8.contains(0) else {
        throw KafkaError(
            code: .invalidArgument,
            operation: operation,
            reason: "A name must not be empty and must not contain a NUL byte"
        )
    }
}
