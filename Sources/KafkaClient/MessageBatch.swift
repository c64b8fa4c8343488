// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// What one poll brought: records, whose bytes stay inside, and events.
///
/// The records come before the events: what has happened may lie between two records of the batch. The offset of an
/// end of partition says where it was; and a revocation may stand before records of its partitions, which are this
/// member's until it answers, so that their work can be finished with the rest.
///
/// - Important: librdkafka's memory for the records is given back when the batch goes. Let it go before the consumer
///   is closed.
@safe public struct MessageBatch: ~Copyable {
    private let client: ClientHandle
    private let slots: MessageSlots

    /// The number of records.
    public let count: Int

    /// Whether the batch is as large as was asked for, so that more may be there.
    public let hasMore: Bool

    /// What happened beside the records, in order.
    public let events: [KafkaConsumerEvent]

    /// Whether the poll brought nothing.
    public var isEmpty: Bool {
        count == 0 && events.isEmpty
    }

    init(client: ClientHandle, slots: MessageSlots, events: [KafkaConsumerEvent], hasMore: Bool) {
        self.client = client
        self.slots = slots
        self.count = slots.count
        self.events = events
        self.hasMore = hasMore
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
            guard let pointer = unsafe slots.message(at: index) else { continue }
            let message = unsafe KafkaMessage(pointer, topic: names.name(of: pointer.pointee.rkt))
            try message.withBytes(body)
        }
    }
}

/// Owns the records of a batch.
///
/// The memory of the table itself is used again by the next batch once this one is gone.
@safe final class MessageSlots {
    private let slots: UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>
    private(set) var count = 0
    /// The length of all keys and values.
    private(set) var bytes = 0

    var capacity: Int { unsafe slots.count }

    init(capacity: Int) {
        unsafe slots = .allocate(capacity: capacity)
        unsafe slots.initialize(repeating: nil)
    }

    deinit {
        removeAll()
        unsafe slots.deallocate()
    }

    /// Takes up to `limit` records from a client's queue, as far as there is room.
    ///
    /// Errors and ends of partitions come as records too; they go to `onError` and are destroyed.
    ///
    /// - Returns: how many records came.
    @discardableResult
    func take(
        from client: ClientHandle,
        limit: Int,
        milliseconds: Int32,
        onError: (UnsafePointer<rd_kafka_message_t>) -> Void
    ) -> Int {
        guard let start = unsafe slots.baseAddress, count < capacity else { return 0 }
        let before = count
        let taken = unsafe client.takeRecords(
            into: start + count,
            limit: min(limit, capacity - count),
            milliseconds: milliseconds
        )
        for index in before..<(before + taken) {
            guard let message = unsafe slots[index] else { continue }
            if unsafe message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR {
                unsafe slots[count] = message
                unsafe bytes += message.pointee.len + message.pointee.key_len
                count += 1
            } else {
                unsafe onError(message)
                unsafe rd_kafka_message_destroy(message)
            }
        }
        return count - before
    }

    /// How many more records to ask for, so that they come to about `maxBytes` if they are like those before.
    func portion(maxBytes: Int) -> Int {
        let first = 256
        guard count > 0 else { return min(first, capacity) }
        let rest = max(0, maxBytes - bytes) / max(1, bytes / count)
        return min(max(1, rest), capacity - count, max(first, 4 * count))
    }

    func message(at index: Int) -> UnsafePointer<rd_kafka_message_t>? {
        precondition(index < count)
        return unsafe slots[index].map { unsafe UnsafePointer($0) }
    }

    func removeAll() {
        for index in 0..<count { unsafe rd_kafka_message_destroy(slots[index]) }
        count = 0
        bytes = 0
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
