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
    private let client: ClientHandle
    private let slots: MessageSlots

    /// The number of records.
    public let count: Int

    /// What happened beside the records, in order.
    public let events: [KafkaConsumerEvent]

    /// Whether the poll brought nothing.
    public var isEmpty: Bool {
        count == 0 && events.isEmpty
    }

    init(client: ClientHandle, slots: MessageSlots, events: [KafkaConsumerEvent]) {
        self.client = client
        self.slots = slots
        self.count = slots.count
        self.events = events
    }

    deinit {
        // Before the client is let go, which would wait for them.
        slots.removeAll()
    }

    /// Visits the records in their order, with the bytes of key and value; nil is Kafka's null.
    ///
    /// Nothing is copied, so nothing may be kept but what the closure copies.
    public borrowing func forEach<Failure: Error>(
        _ body: (_ message: borrowing KafkaMessage, _ key: Span<UInt8>?, _ value: Span<UInt8>?)
            throws(Failure)
            -> Void
    ) throws(Failure) {
        var names = TopicNames()
        for index in 0..<count {
            let pointer = unsafe slots.message(at: index)
            let message = unsafe KafkaMessage(pointer, topic: names.name(of: pointer.pointee.rkt))
            try message.withBytes(body)
        }
    }
}

/// Owns the records of a batch: the events that hold them.
///
/// The memory of the table itself is used again by the next batch once this one is gone.
@safe final class MessageSlots {
    @unsafe private struct Slot {
        let event: OpaquePointer
        let message: UnsafePointer<rd_kafka_message_t>
    }

    private let slots: UnsafeMutableBufferPointer<Slot>
    private(set) var count = 0

    var capacity: Int { unsafe slots.count }

    init(capacity: Int) {
        unsafe slots = .allocate(capacity: capacity)
    }

    deinit {
        removeAll()
        unsafe slots.deallocate()
    }

    /// Takes a fetch event; one without a record is destroyed.
    func append(_ event: consuming EventHandle) {
        guard count < capacity, let message = unsafe event.nextMessage() else { return }
        let slot = unsafe Slot(event: event.release(), message: message)
        unsafe slots.initializeElement(at: count, to: slot)
        count += 1
    }

    func message(at index: Int) -> UnsafePointer<rd_kafka_message_t> {
        precondition(index < count)
        return unsafe slots[index].message
    }

    func removeAll() {
        for index in 0..<count { unsafe rd_kafka_event_destroy(slots[index].event) }
        count = 0
    }
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
