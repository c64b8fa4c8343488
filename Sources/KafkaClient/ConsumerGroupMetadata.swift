// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// The membership that fences a transaction's offsets: group, member and generation.
///
/// It stands for the partitions that the member had when it was taken: take it with each assignment, and let it go with it.
@safe public struct ConsumerGroupMetadata: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer

    init(taking pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    /// Metadata made by hand, for tests and for offsets of a group without members.
    ///
    /// - Throws: ``KafkaError`` with `_INVALID_ARG` for a name that C would cut short.
    public init(
        groupID: String,
        generation: Int32 = -1,
        memberID: String = "",
        groupInstanceID: String? = nil
    ) throws(KafkaError) {
        let operation = "groupMetadata"
        try checkName(groupID, operation: operation)
        if !memberID.isEmpty { try checkName(memberID, operation: operation) }
        if let groupInstanceID { try checkName(groupInstanceID, operation: operation) }
        let made = unsafe rd_kafka_consumer_group_metadata_new_with_genid(
            groupID,
            generation,
            memberID,
            groupInstanceID
        )
        guard let made = unsafe made else {
            throw KafkaError(code: .invalidArgument, operation: operation)
        }
        unsafe pointer = made
    }

    deinit {
        unsafe rd_kafka_consumer_group_metadata_destroy(pointer)
    }

    /// The group's generation; below 0 this consumer is not a member, and its offsets would not be fenced.
    ///
    /// Nil if this librdkafka writes its metadata in a form this module does not know.
    ///
    /// Wraps `rd_kafka_consumer_group_metadata_write`.
    public var generation: Int32? {
        var buffer: UnsafeMutableRawPointer?
        var size = 0
        let failure = unsafe KafkaError.taking(
            rd_kafka_consumer_group_metadata_write(pointer, &buffer, &size),
            operation: "groupMetadata"
        )
        guard failure == nil, let buffer = unsafe buffer else { return nil }
        defer { unsafe rd_kafka_mem_free(nil, buffer) }
        // librdkafka's form: seven bytes of magic, then the generation in the machine's byte order.
        let magic = Array("CGMDv2:".utf8)
        let bytes = unsafe UnsafeRawBufferPointer(start: buffer, count: size)
        guard bytes.count >= magic.count + 4, unsafe bytes.prefix(magic.count).elementsEqual(magic) else {
            return nil
        }
        return unsafe bytes.loadUnaligned(fromByteOffset: magic.count, as: Int32.self)
    }
}
