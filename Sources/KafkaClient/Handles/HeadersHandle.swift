// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// Owns one `rd_kafka_headers_t` until a produced record takes it over.
@safe struct HeadersHandle: ~Copyable {
    let pointer: OpaquePointer?

    private init(capacity: Int) {
        unsafe pointer = rd_kafka_headers_new(capacity)
    }

    init(_ headers: [KafkaHeader]) throws(KafkaError) {
        self.init(capacity: headers.count)
        for header in headers {
            try checkName(header.name, operation: "produce")
            let response =
                if let value = header.value {
                    unsafe value.withUnsafeBytes { bytes in
                        // An array that is empty may have no address, and NULL would mean Kafka's null.
                        unsafe rd_kafka_header_add(
                            pointer,
                            header.name,
                            -1,
                            bytes.baseAddress ?? UnsafeRawPointer(pointer),
                            bytes.count
                        )
                    }
                } else {
                    unsafe rd_kafka_header_add(pointer, header.name, -1, nil, 0)
                }
            try KafkaError.check(response, operation: "produce")
        }
    }

    deinit {
        unsafe rd_kafka_headers_destroy(pointer)
    }

    /// Forgets the headers: a record owns them now.
    consuming func release() {
        discard self
    }
}
