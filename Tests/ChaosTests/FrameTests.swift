// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import NIOCore
import Testing

@testable import chaos

@Suite struct FrameTests {
    @Test func `frames come out whole whatever the pieces in which bytes arrive`() throws {
        let bytes: [UInt8] = [0, 0, 0, 2, 7, 8, 0, 0, 0, 0, 0, 0, 0, 1, 9]
        for size in 1...bytes.count {
            var splitter = FrameSplitter()
            var frames: [[UInt8]] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                splitter.append(ByteBuffer(bytes: bytes[start..<min(bytes.count, start + size)]))
                while let frame = try splitter.next() { frames.append(Array(buffer: frame)) }
            }
            #expect(frames == [[0, 0, 0, 2, 7, 8], [0, 0, 0, 0], [0, 0, 0, 1, 9]], "pieces of \(size)")
        }
    }

    @Test func `the first bytes of TLS are no frame`() {
        var splitter = FrameSplitter()
        splitter.append(ByteBuffer(bytes: [0x80, 0x03, 0x01, 0x00, 0xFF]))
        #expect(throws: FrameSplitter.Malformed.self) { try splitter.next() }
    }

    @Test func `a request tells its kind, version and number`() {
        let frame = ByteBuffer(bytes: [0, 0, 0, 10, 0, 26, 0, 1, 0, 0, 1, 2, 0xFF, 0xFF])
        let header = RequestHeader(frame: frame)
        #expect(header?.key == RequestHeader.Key.endTransaction)
        #expect(header?.version == 1)
        #expect(header?.correlation == 258)
        #expect(RequestHeader(frame: ByteBuffer(bytes: [0, 0, 0, 2, 0, 26])) == nil)
    }

    @Test func `the end of a transaction is understood in its older form`() {
        var frame = ByteBuffer(bytes: [0, 0, 0, 0, 0, 26, 0, 1, 0, 0, 0, 5, 0, 2, 0x72, 0x64])
        frame.writeBytes([0, 3, 0x61, 0x2E, 0x62])
        frame.writeBytes([0, 0, 0, 0, 0, 0, 3, 0xE8, 0, 4, 1])
        let expected = EndTransactionRequest(
            transactionalID: "a.b",
            producerID: 1000,
            producerEpoch: 4,
            isCommit: true
        )
        #expect(EndTransactionRequest(frame: frame, version: 1) == expected)
        frame.moveWriterIndex(to: frame.writerIndex - 1)
        #expect(EndTransactionRequest(frame: frame, version: 1) == nil)
    }

    @Test func `the end of a transaction is understood in its flexible form`() {
        // A client without a name, one tagged field of two bytes, a compact text.
        var frame = ByteBuffer(bytes: [0, 0, 0, 0, 0, 26, 0, 3, 0, 0, 0, 5, 0xFF, 0xFF, 1, 9, 2, 0xAA, 0xBB])
        frame.writeBytes([4, 0x61, 0x2E, 0x62])
        frame.writeBytes([0, 0, 0, 0, 0, 0, 0, 7, 0, 2, 0, 0])
        let expected = EndTransactionRequest(
            transactionalID: "a.b",
            producerID: 7,
            producerEpoch: 2,
            isCommit: false
        )
        #expect(EndTransactionRequest(frame: frame, version: 3) == expected)
    }

    @Test(arguments: zip([[UInt8(0)], [127], [0x80, 1], [0xAC, 0x02]], [UInt32(0), 127, 128, 300]))
    func `numbers of variable size have seven bits a byte`(_ bytes: [UInt8], _ number: UInt32) {
        var buffer = ByteBuffer(bytes: bytes)
        #expect(buffer.readVariableNumber() == number)
        #expect(buffer.readableBytes == 0)
    }
}
