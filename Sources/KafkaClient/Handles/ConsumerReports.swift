// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// What librdkafka reports beside records while a batch is being taken, kept until the poll ends.
///
/// Taking records in batches is several times faster than as events, one by one, and leaves only callbacks for the
/// rest. They are called inside the poll, on its thread, and do nothing but keep what they are told.
@safe final class ConsumerReports: @unchecked Sendable {
    /// In the order in which they came.
    private(set) var events: [KafkaConsumerEvent] = []
    private var queue: OpaquePointer?

    /// Has the callbacks of a client to be made report here; whoever owns the client keeps this as long.
    func register(with configuration: borrowing ConfigurationHandle) {
        let pointer = unsafe configuration.pointer
        unsafe rd_kafka_conf_set_opaque(pointer, Unmanaged.passUnretained(self).toOpaque())
        unsafe rd_kafka_conf_set_rebalance_cb(pointer) { client, error, list, opaque in
            let partitions = unsafe PartitionListHandle.entries(of: list).map(\.partition)
            let isLost = unsafe rd_kafka_assignment_lost(client) != 0
            let code = KafkaErrorCode(error)
            unsafe ConsumerReports.of(opaque)?.add(.rebalance(code, partitions, isLost: isLost))
        }
        unsafe rd_kafka_conf_set_error_cb(pointer) { client, error, reason, opaque in
            let code = KafkaErrorCode(rd_kafka_resp_err_t(rawValue: error))
            let text = unsafe reason.map { unsafe String(cString: $0) }
            let failure = KafkaError(
                code: code,
                operation: "consumer",
                reason: text,
                isFatal: code == .fatal
            )
            unsafe ConsumerReports.of(opaque)?.add(.error(failure, nil))
        }
        unsafe rd_kafka_conf_set_stats_cb(pointer) { _, json, _, opaque in
            if let json = unsafe json, let statistics = unsafe KafkaStatistics(json: String(cString: json)) {
                unsafe ConsumerReports.of(opaque)?.add(.statistics(statistics))
            }
            return 0
        }
    }

    /// The queue whose wait ends when something is reported.
    func waits(on queue: OpaquePointer) {
        unsafe self.queue = queue
    }

    /// The callback for the outcome of a commit, named with each: set for the client, it would also tell of commits
    /// that somebody waits for.
    static let committed:
        @convention(c) (
            OpaquePointer?, rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?,
            UnsafeMutableRawPointer?
        ) -> Void = { _, error, list, opaque in
            let entries = unsafe PartitionListHandle.entries(of: list).map { ($0.partition, $0.offset) }
            let code = KafkaErrorCode(error)
            let failure = code == .none ? nil : KafkaError(code: code, operation: "commit")
            let offsets = Dictionary(entries, uniquingKeysWith: { $1 })
            unsafe ConsumerReports.of(opaque)?.add(.committed(offsets, failure))
        }

    private static func of(_ opaque: UnsafeMutableRawPointer?) -> ConsumerReports? {
        unsafe opaque.map { unsafe Unmanaged<ConsumerReports>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Keeps an event, and ends the wait that it came in.
    private func add(_ event: KafkaConsumerEvent) {
        events.append(event)
        if let queue = unsafe queue { unsafe rd_kafka_queue_yield(queue) }
    }

    /// Hands the events over.
    func take() -> [KafkaConsumerEvent] {
        defer { events = [] }
        return events
    }
}

extension KafkaConsumerEvent {
    /// What librdkafka's rebalance code asks for.
    static func rebalance(
        _ code: KafkaErrorCode,
        _ partitions: [TopicPartition],
        isLost: Bool
    ) -> KafkaConsumerEvent {
        switch code {
        case .assignPartitions: .assign(partitions)
        case .revokePartitions: isLost ? .revokeLost(partitions) : .revoke(partitions)
        // Both codes are all there are; another one asks for the assignment to be given up.
        default: .revokeLost(partitions)
        }
    }
}
