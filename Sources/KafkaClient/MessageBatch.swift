// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// What one poll brought: records, whose bytes stay inside, and events.
///
/// The records came before the events, except that an end of partition may be reported beside later records of the
/// same partition; its offset says where it was. A rebalance ends the batch, so nothing of a revoked partition
/// follows its revocation.
///
/// - Important: librdkafka's memory for the records is given back when the batch goes. Let it go before the consumer
///   is closed.
@safe public struct MessageBatch: ~Copyable {
    private let client: ClientHandle?
    private let slots: UnsafeMutableBufferPointer<MessageSlot>

    /// The number of records.
    public let count: Int

    /// What happened beside the records, in order.
    public let events: [KafkaConsumerEvent]

    /// Whether the poll brought nothing.
    public var isEmpty: Bool {
        count == 0 && events.isEmpty
    }

    /// Takes over the first `count` slots and the slots' memory.
    init(
        client: ClientHandle?,
        taking slots: UnsafeMutableBufferPointer<MessageSlot>,
        count: Int,
        events: [KafkaConsumerEvent]
    ) {
        self.client = client
        unsafe self.slots = slots
        self.count = count
        self.events = events
    }

    deinit {
        for index in 0..<count {
            unsafe rd_kafka_event_destroy(slots[index].event)
        }
        unsafe slots.deallocate()
    }

    /// Visits the records in their order, with the bytes of key and value; nil is Kafka's null.
    ///
    /// Nothing is copied, so nothing may be kept but what the closure copies.
    public borrowing func forEach<Failure: Error>(
        _ body: (_ message: borrowing KafkaMessage, _ key: Span<UInt8>?, _ value: Span<UInt8>?) throws(Failure)
            -> Void
    ) throws(Failure) {
        var names = TopicNames()
        for index in 0..<count {
            let pointer = unsafe slots[index].message
            let message = unsafe KafkaMessage(pointer, topic: names.name(of: pointer.pointee.rkt))
            try message.withBytes(body)
        }
    }
}

/// A record and the event that owns it.
@unsafe struct MessageSlot {
    let event: OpaquePointer
    let message: UnsafePointer<rd_kafka_message_t>
}

/// Topic names by librdkafka's topic objects, so that a name is made once and not per record.
///
/// Good for as long as something keeps the topic objects, such as a batch.
@safe struct TopicNames {
    private var known: [(topic: OpaquePointer?, name: String)] = unsafe []
    private var last = 0

    mutating func name(of topic: OpaquePointer?) -> String {
        if unsafe last < known.count, unsafe known[last].topic == topic { return unsafe known[last].name }
        if let index = unsafe known.firstIndex(where: { unsafe $0.topic == topic }) {
            last = index
        } else {
            last = unsafe known.count
            let name = unsafe rd_kafka_topic_name(topic).map { unsafe String(cString: $0) } ?? ""
            unsafe known.append((topic, name))
        }
        return unsafe known[last].name
    }
}
