// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import NIOCore

/// Changes responses so that a client comes back through the proxy: brokers tell their own addresses.
///
/// Those that tell addresses are understood in their older forms, so the versions that brokers say they know are
/// capped.
struct ResponseRewriter {
    /// What a response is not: the version is unknown, or bytes are missing.
    struct Malformed: Error, Hashable {
        var key: Int16
        var version: Int16
    }

    /// The highest versions that are let through.
    ///
    /// Later ones of produce and fetch may name new leaders.
    static let caps: [Int16: Int16] = [
        RequestHeader.Key.produce: 9, RequestHeader.Key.fetch: 15, RequestHeader.Key.metadata: 8,
        RequestHeader.Key.findCoordinator: 2,
    ]

    /// Where the client is told to come.
    var host: String
    /// The proxy's port for each broker, by the broker's number.
    var ports: [Int32: Int32]

    /// The response with its length, changed where it has to be.
    func rewritten(_ frame: ByteBuffer, of request: RequestHeader) throws(Malformed) -> ByteBuffer {
        let result: ByteBuffer?
        switch request.key {
        case RequestHeader.Key.apiVersions: result = capped(frame, version: request.version)
        case RequestHeader.Key.metadata: result = metadata(frame, version: request.version)
        case RequestHeader.Key.findCoordinator: result = coordinator(frame, version: request.version)
        default: return frame
        }
        guard let result else { throw Malformed(key: request.key, version: request.version) }
        return result
    }

    /// The supported versions, none above its cap; of the same length.
    private func capped(_ frame: ByteBuffer, version: Int16) -> ByteBuffer? {
        var result = frame
        var reader = frame
        reader.moveReaderIndex(forwardBy: min(8, reader.readableBytes))
        guard let error = reader.readInteger(as: Int16.self) else { return nil }
        // A broker that does not know the version is asked once more, in an older one.
        guard error == 0 else { return frame }
        let isFlexible = version >= 3
        let count: Int
        if isFlexible {
            guard let number = reader.readVariableNumber(), number > 0 else { return nil }
            count = Int(number) - 1
        } else {
            guard let number = reader.readInteger(as: Int32.self) else { return nil }
            count = Int(number)
        }
        for _ in 0..<max(0, count) {
            guard let (key, _) = reader.readMultipleIntegers(as: (Int16, Int16).self) else { return nil }
            let index = reader.readerIndex
            guard let highest = reader.readInteger(as: Int16.self) else { return nil }
            if isFlexible { guard reader.skipTaggedFields() else { return nil } }
            if let cap = Self.caps[key], highest > cap { result.setInteger(cap, at: index) }
        }
        return result
    }

    private func metadata(_ frame: ByteBuffer, version: Int16) -> ByteBuffer? {
        guard version <= 8 else { return nil }
        var reader = frame
        var body = ByteBuffer()
        guard reader.readInteger(as: Int32.self) != nil, copy(4, from: &reader, to: &body),
            version < 3 || copy(4, from: &reader, to: &body), let count = reader.readInteger(as: Int32.self)
        else { return nil }
        body.writeInteger(count)
        for _ in 0..<max(0, count) {
            guard address(from: &reader, to: &body) else { return nil }
            if version >= 1 { guard copyNullableString(from: &reader, to: &body) else { return nil } }
        }
        body.writeBuffer(&reader)
        return framed(body)
    }

    private func coordinator(_ frame: ByteBuffer, version: Int16) -> ByteBuffer? {
        guard version <= 2 else { return nil }
        var reader = frame
        var body = ByteBuffer()
        guard reader.readInteger(as: Int32.self) != nil, copy(4, from: &reader, to: &body),
            version < 1 || copy(4, from: &reader, to: &body), copy(2, from: &reader, to: &body),
            version < 1 || copyNullableString(from: &reader, to: &body),
            address(from: &reader, to: &body)
        else { return nil }
        body.writeBuffer(&reader)
        return framed(body)
    }

    /// A broker's number, host and port, replaced by the proxy's if the broker is one of those behind it.
    private func address(from reader: inout ByteBuffer, to body: inout ByteBuffer) -> Bool {
        guard let node = reader.readInteger(as: Int32.self), let host = reader.readKafkaString(),
            let port = reader.readInteger(as: Int32.self)
        else { return false }
        body.writeInteger(node)
        let own = ports[node]
        let name = own == nil ? host : self.host
        body.writeInteger(Int16(name.utf8.count))
        body.writeString(name)
        body.writeInteger(own ?? port)
        return true
    }

    private func copy(_ count: Int, from reader: inout ByteBuffer, to body: inout ByteBuffer) -> Bool {
        guard var bytes = reader.readSlice(length: count) else { return false }
        body.writeBuffer(&bytes)
        return true
    }

    private func copyNullableString(from reader: inout ByteBuffer, to body: inout ByteBuffer) -> Bool {
        guard let length = reader.readInteger(as: Int16.self) else { return false }
        body.writeInteger(length)
        return length <= 0 || copy(Int(length), from: &reader, to: &body)
    }

    private func framed(_ body: ByteBuffer) -> ByteBuffer {
        var frame = ByteBuffer()
        frame.writeInteger(Int32(body.readableBytes))
        frame.writeImmutableBuffer(body)
        return frame
    }
}
