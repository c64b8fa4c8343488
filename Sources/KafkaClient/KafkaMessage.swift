// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// A record in a batch, without its key and value: those come beside it.
///
/// Cannot be kept: it points into the batch.
@safe public struct KafkaMessage: ~Copyable {
    private let pointer: UnsafePointer<rd_kafka_message_t>

    /// The topic's name.
    public let topic: String

    init(_ pointer: UnsafePointer<rd_kafka_message_t>, topic: String) {
        unsafe self.pointer = pointer
        self.topic = topic
    }

    /// Lends the key and the value.
    @inline(__always)
    func withBytes<Failure: Error>(
        _ body: (borrowing KafkaMessage, Span<UInt8>?, Span<UInt8>?) throws(Failure) -> Void
    ) throws(Failure) {
        let message = unsafe pointer.pointee
        try unsafe withSpan(message.key, message.key_len) { (key) throws(Failure) in
            try unsafe withSpan(message.payload, message.len) { (value) throws(Failure) in
                try body(self, key, value)
            }
        }
    }

    /// The partition's number.
    public var partition: Int32 {
        unsafe pointer.pointee.partition
    }

    /// The record's offset in its partition.
    public var offset: Int64 {
        unsafe pointer.pointee.offset
    }

    /// The record's time, nil for records of the oldest format.
    ///
    /// Wraps `rd_kafka_message_timestamp`.
    public var timestamp: KafkaTimestamp? {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let milliseconds = unsafe rd_kafka_message_timestamp(pointer, &type)
        switch type {
        case RD_KAFKA_TIMESTAMP_CREATE_TIME:
            return KafkaTimestamp(milliseconds: milliseconds, isLogAppendTime: false)
        case RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME:
            return KafkaTimestamp(milliseconds: milliseconds, isLogAppendTime: true)
        default:
            return nil
        }
    }

    /// Visits the headers in their order; the bytes are borrowed for the call, nil is Kafka's null.
    ///
    /// Wraps `rd_kafka_header_get_all`.
    public borrowing func forEachHeader<Failure: Error>(
        _ body: (_ name: String, _ value: Span<UInt8>?) throws(Failure) -> Void
    ) throws(Failure) {
        var headers: OpaquePointer?
        guard unsafe rd_kafka_message_headers(pointer, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        var index = 0
        while true {
            var name: UnsafePointer<CChar>?
            var bytes: UnsafeRawPointer?
            var count = 0
            guard
                unsafe rd_kafka_header_get_all(headers, index, &name, &bytes, &count)
                    == RD_KAFKA_RESP_ERR_NO_ERROR,
                let name = unsafe name
            else { return }
            let text = unsafe String(cString: name)
            try unsafe withSpan(bytes, count) { (value) throws(Failure) in try body(text, value) }
            index += 1
        }
    }

    /// The headers with bytes of their own, for keeping them.
    public borrowing func headers() -> [KafkaHeader] {
        var result: [KafkaHeader] = []
        forEachHeader { name, value in
            var bytes: [UInt8]?
            if let value { bytes = copy(value) }
            result.append(KafkaHeader(name: name, value: bytes))
        }
        return result
    }
}

/// A record's time.
public struct KafkaTimestamp: Hashable, Sendable {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    public let milliseconds: Int64
    /// Whether the broker set it when it appended the record, not the producer.
    public let isLogAppendTime: Bool
}

/// Lends bytes of librdkafka as a span: NULL is nil, which Kafka tells from empty.
@inline(__always)
func withSpan<Result, Failure: Error>(
    _ bytes: UnsafeRawPointer?,
    _ count: Int,
    _ body: (Span<UInt8>?) throws(Failure) -> Result
) throws(Failure) -> Result {
    guard let bytes = unsafe bytes else { return try body(nil) }
    let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: count).assumingMemoryBound(to: UInt8.self)
    return try unsafe body(buffer.span)
}

/// A span's bytes in an array.
func copy(_ span: Span<UInt8>) -> [UInt8] {
    unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
}
