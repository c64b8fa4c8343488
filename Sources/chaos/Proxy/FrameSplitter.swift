// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import NIOCore

/// Cuts the bytes of one direction of a connection into Kafka's frames: four bytes of length, then so many bytes.
struct FrameSplitter {
    /// A length that no frame of Kafka has: the connection is encrypted, or not Kafka's.
    struct Malformed: Error, Hashable {
        var length: Int32
    }

    /// The most bytes of a frame; far above what brokers accept.
    static let limit: Int32 = 1 << 29

    private var buffer = ByteBuffer()

    /// Takes what has arrived.
    mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 { buffer.clear() }
        buffer.writeImmutableBuffer(bytes)
    }

    /// The next whole frame with its length; nil until all of it is there.
    mutating func next() throws(Malformed) -> ByteBuffer? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: Int32.self) else { return nil }
        guard (0...Self.limit).contains(length) else { throw Malformed(length: length) }
        let frame = buffer.readSlice(length: 4 + Int(length))
        if frame != nil { buffer.discardReadBytes() }
        return frame
    }
}
