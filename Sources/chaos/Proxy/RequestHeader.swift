// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import NIOCore

/// What every request of Kafka's protocol begins with.
struct RequestHeader: Hashable {
    /// The kinds of request that the proxy looks at.
    enum Key {
        static let produce: Int16 = 0
        static let fetch: Int16 = 1
        static let metadata: Int16 = 3
        static let findCoordinator: Int16 = 10
        static let apiVersions: Int16 = 18
        static let endTransaction: Int16 = 26
    }

    var key: Int16
    var version: Int16
    /// By which the response names the request.
    var correlation: Int32

    /// The header of a request; nil where the frame is too short for one.
    init?(frame: ByteBuffer) {
        var frame = frame
        guard frame.readInteger(as: Int32.self) != nil,
            let (key, version, correlation) = frame.readMultipleIntegers(as: (Int16, Int16, Int32).self)
        else { return nil }
        self.key = key
        self.version = version
        self.correlation = correlation
    }
}

/// A request to end a transaction.
struct EndTransactionRequest: Hashable {
    var transactionalID: String
    var producerID: Int64
    var producerEpoch: Int16
    /// Whether to commit; otherwise to abort.
    var isCommit: Bool
}

extension EndTransactionRequest {
    /// The request in a frame of that kind; nil where it is not one.
    init?(frame: ByteBuffer, version: Int16) {
        var frame = frame
        frame.moveReaderIndex(forwardBy: min(12, frame.readableBytes))
        guard frame.skipNullableString() else { return nil }
        let isFlexible = version >= 3
        if isFlexible { guard frame.skipTaggedFields() else { return nil } }
        guard let name = isFlexible ? frame.readCompactString() : frame.readKafkaString(),
            let (producer, epoch, commit) = frame.readMultipleIntegers(as: (Int64, Int16, Int8).self)
        else { return nil }
        transactionalID = name
        producerID = producer
        producerEpoch = epoch
        isCommit = commit != 0
    }
}

extension ByteBuffer {
    /// A text with its length in two bytes; nil where there is none.
    mutating func readKafkaString() -> String? {
        guard let length = readInteger(as: Int16.self), length >= 0 else { return nil }
        return readString(length: Int(length))
    }

    /// A text with its length and one as a number of variable size; nil where there is none.
    mutating func readCompactString() -> String? {
        guard let length = readVariableNumber(), length > 0 else { return nil }
        return readString(length: Int(length) - 1)
    }

    /// Passes over a text that may be null; false where the bytes end in it.
    mutating func skipNullableString() -> Bool {
        guard let length = readInteger(as: Int16.self) else { return false }
        guard length > 0 else { return true }
        return readSlice(length: Int(length)) != nil
    }

    /// Passes over the fields that later versions may bring; false where the bytes end in them.
    mutating func skipTaggedFields() -> Bool {
        guard var count = readVariableNumber() else { return false }
        while count > 0 {
            guard readVariableNumber() != nil, let size = readVariableNumber(),
                readSlice(length: Int(size)) != nil
            else { return false }
            count -= 1
        }
        return true
    }

    /// A number of seven bits a byte, the lowest first, of at most 32 bits.
    mutating func readVariableNumber() -> UInt32? {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 35, by: 7) {
            guard let byte = readInteger(as: UInt8.self) else { return nil }
            number |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return UInt32(exactly: number & 0x7FFF_FFFF) }
        }
        return nil
    }
}
