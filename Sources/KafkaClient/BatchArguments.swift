// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// Where records of one partition go, in C's terms, and the way to get all of them there.
@unsafe struct BatchArguments {
    /// The most records that are handed over at once; their descriptions take 20 KB.
    private static let limit = 256

    let topic: OpaquePointer
    let partition: Int32

    /// Hands the records over in their order, each of which is copied.
    ///
    /// librdkafka must be told the partition once for all of them: 2.0.2 adds a partition that it does not know yet to the
    /// transaction as number -1 when each record names its own (`RD_KAFKA_MSG_F_PARTITION`).
    ///
    /// - Returns: how many were taken, from the first on, and why the next was not.
    ///
    /// Wraps `rd_kafka_produce_batch`.
    func produce(
        _ records: Span<ProducerRecord>,
        in bytes: Span<UInt8>
    ) -> (taken: Int, refusal: KafkaError?) {
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe withUnsafeTemporaryAllocation(
                of: rd_kafka_message_t.self,
                capacity: min(records.count, Self.limit)
            ) { messages in
                var taken = 0
                while taken < records.count {
                    let count = min(records.count - taken, messages.count)
                    for place in 0..<count {
                        unsafe messages.initializeElement(
                            at: place,
                            to: Self.message(records[taken + place], in: bytes)
                        )
                    }
                    let accepted = unsafe rd_kafka_produce_batch(
                        topic,
                        partition,
                        RD_KAFKA_MSG_F_COPY,
                        messages.baseAddress,
                        Int32(count)
                    )
                    guard accepted == count else {
                        return unsafe refusal(among: messages[..<count], Int(accepted), behind: taken)
                    }
                    taken += count
                }
                return (taken, nil)
            }
        }
    }

    /// Why the first of `messages` that was not taken was not.
    ///
    /// Nothing behind one for which the queue had no room is taken; had it been, it would stand in front of it.
    private func refusal(
        among messages: Slice<UnsafeMutableBufferPointer<rd_kafka_message_t>>,
        _ accepted: Int,
        behind taken: Int
    ) -> (taken: Int, refusal: KafkaError?) {
        let first = unsafe messages.firstIndex { unsafe $0.err != RD_KAFKA_RESP_ERR_NO_ERROR } ?? 0
        var error = unsafe KafkaError(code: KafkaErrorCode(messages[first].err), operation: "produce")
        if error.code == .queueFull, first != accepted {
            error = KafkaError(
                code: .invalidArgument,
                operation: "produce",
                reason: "a record was taken before one in front of it"
            )
        }
        return (taken + first, error)
    }

    private static func message(
        _ record: ProducerRecord,
        in bytes: UnsafeRawBufferPointer
    ) -> rd_kafka_message_t {
        var message = unsafe rd_kafka_message_t()
        // Empty is not null: the pointer says which it is.
        let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        if let key = record.key {
            precondition(key.upperBound <= bytes.count)
            unsafe message.key = start?.advanced(by: key.lowerBound)
            unsafe message.key_len = key.count
        }
        if let value = record.value {
            precondition(value.upperBound <= bytes.count)
            unsafe message.payload = start?.advanced(by: value.lowerBound)
            unsafe message.len = value.count
        }
        return unsafe message
    }
}
