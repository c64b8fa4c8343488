// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// Where a record goes, in C's terms, and the two ways to get it there.
@unsafe struct RecordArguments {
    let topic: OpaquePointer
    let partition: Int32
    let token: UInt

    /// The fast way, for records that need nothing more.
    func produce(_ key: Span<UInt8>?, _ value: Span<UInt8>?) -> KafkaError? {
        unsafe withBytes(key) { keyBytes, keyCount in
            unsafe withBytes(value) { valueBytes, valueCount in
                let result = unsafe rd_kafka_produce(
                    topic,
                    partition,
                    RD_KAFKA_MSG_F_COPY,
                    valueBytes,
                    valueCount,
                    keyBytes,
                    keyCount,
                    UnsafeMutableRawPointer(bitPattern: token)
                )
                if result == 0 { return nil }
                // The error of the thread's last call: right only because nothing can come between.
                return KafkaError(code: KafkaErrorCode(rd_kafka_last_error()), operation: "produce")
            }
        }
    }

    /// The general way; librdkafka takes the headers over if it takes the record.
    func produce(
        _ key: Span<UInt8>?,
        _ value: Span<UInt8>?,
        headers: [KafkaHeader],
        timestamp: Int64?,
        _ client: ClientHandle
    ) throws(KafkaError) -> KafkaError? {
        let list = try HeadersHandle(headers)
        let listPointer = unsafe list.pointer
        let error = unsafe withBytes(key) { keyBytes, keyCount in
            unsafe withBytes(value) { valueBytes, valueCount in
                var arguments = unsafe [rd_kafka_vu_t](repeating: rd_kafka_vu_t(), count: 8)
                unsafe arguments[0].vtype = RD_KAFKA_VTYPE_RKT
                unsafe arguments[0].u.rkt = topic
                unsafe arguments[1].vtype = RD_KAFKA_VTYPE_PARTITION
                unsafe arguments[1].u.i32 = partition
                unsafe arguments[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS
                unsafe arguments[2].u.i = RD_KAFKA_MSG_F_COPY
                unsafe arguments[3].vtype = RD_KAFKA_VTYPE_KEY
                unsafe arguments[3].u.mem.ptr = keyBytes
                unsafe arguments[3].u.mem.size = keyCount
                unsafe arguments[4].vtype = RD_KAFKA_VTYPE_VALUE
                unsafe arguments[4].u.mem.ptr = valueBytes
                unsafe arguments[4].u.mem.size = valueCount
                unsafe arguments[5].vtype = RD_KAFKA_VTYPE_OPAQUE
                unsafe arguments[5].u.ptr = UnsafeMutableRawPointer(bitPattern: token)
                unsafe arguments[6].vtype = RD_KAFKA_VTYPE_HEADERS
                unsafe arguments[6].u.headers = listPointer
                // librdkafka's zero is "now", as nil is ours.
                unsafe arguments[7].vtype = RD_KAFKA_VTYPE_TIMESTAMP
                unsafe arguments[7].u.i64 = timestamp ?? 0
                return unsafe KafkaError.taking(
                    rd_kafka_produceva(client.pointer, arguments, arguments.count),
                    operation: "produce"
                )
            }
        }
        if error == nil { list.release() }
        return error
    }
}

/// Lends a span's bytes to C: nil is NULL, and empty is not.
private func withBytes<Result>(
    _ span: Span<UInt8>?,
    _ body: (UnsafeMutableRawPointer?, Int) -> Result
) -> Result {
    guard let span else { return body(nil, 0) }
    return unsafe span.withUnsafeBufferPointer { buffer in
        if let start = buffer.baseAddress {
            return unsafe body(UnsafeMutableRawPointer(mutating: start), buffer.count)
        }
        var nothing: UInt8 = 0
        return unsafe withUnsafeMutableBytes(of: &nothing) { unsafe body($0.baseAddress, 0) }
    }
}
