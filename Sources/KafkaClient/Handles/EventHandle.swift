// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// Owns one `rd_kafka_event_t`, and with it the messages and strings inside.
@safe struct EventHandle: ~Copyable {
    let pointer: OpaquePointer

    init(taking pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe rd_kafka_event_destroy(pointer)
    }

    /// Gives the event up; the caller destroys it.
    consuming func release() -> OpaquePointer {
        let pointer = unsafe pointer
        discard self
        return unsafe pointer
    }

    var type: Int32 {
        unsafe rd_kafka_event_type(pointer)
    }

    var errorCode: KafkaErrorCode {
        unsafe KafkaErrorCode(rd_kafka_event_error(pointer))
    }

    /// The error in the event, if there is one.
    func error(operation: String) -> KafkaError? {
        let code = errorCode
        if code == .none { return nil }
        // Only error events carry the fatal mark; in other events the field is something else.
        let isError = type == RD_KAFKA_EVENT_ERROR
        return unsafe KafkaError(
            code: code,
            operation: operation,
            reason: rd_kafka_event_error_string(pointer).map { unsafe String(cString: $0) },
            isFatal: isError && rd_kafka_event_error_is_fatal(pointer) != 0
        )
    }

    /// The partition an error or end-of-partition event is about, and the offset there.
    var partition: (TopicPartition, offset: Int64)? {
        guard let entry = unsafe rd_kafka_event_topic_partition(pointer) else { return nil }
        defer { unsafe rd_kafka_topic_partition_destroy(entry) }
        return unsafe (
            TopicPartition(topic: String(cString: entry.pointee.topic), partition: entry.pointee.partition),
            entry.pointee.offset
        )
    }

    /// The partitions of a rebalance or offset-commit event.
    var partitions: [PartitionListHandle.Entry] {
        unsafe PartitionListHandle.entries(of: rd_kafka_event_topic_partition_list(pointer))
    }

    /// The statistics document of a statistics event.
    var statistics: KafkaStatistics? {
        guard let text = unsafe rd_kafka_event_stats(pointer) else { return nil }
        return unsafe KafkaStatistics(json: String(cString: text))
    }

    /// The next message of a fetch or delivery event; it lives as long as the event.
    func nextMessage() -> UnsafePointer<rd_kafka_message_t>? {
        unsafe rd_kafka_event_message_next(pointer)
    }
}
