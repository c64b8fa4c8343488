// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import NIOCore
import Testing

@testable import chaos

@Suite struct ResponseRewriterTests {
    private let rewriter = ResponseRewriter(host: "127.0.0.1", ports: [1: 9001, 2: 9002])

    private func frame(_ parts: [UInt8]...) -> ByteBuffer {
        let body = parts.flatMap { $0 }
        var buffer = ByteBuffer()
        buffer.writeInteger(Int32(body.count))
        buffer.writeBytes(body)
        return buffer
    }

    private func header(_ key: Int16, _ version: Int16) -> RequestHeader? {
        var buffer = ByteBuffer()
        buffer.writeMultipleIntegers(Int32(8), key, version, Int32(7))
        return RequestHeader(frame: buffer)
    }

    private let correlation: [UInt8] = [0, 0, 0, 7]
    private let throttle: [UInt8] = [0, 0, 0, 0]
    private let loopback: [UInt8] = [0, 9] + Array("127.0.0.1".utf8)

    @Test(arguments: [Int16(0), 1, 3, 8])
    func `metadata lead to the proxy, and only the addresses change`(_ version: Int16) throws {
        let rack: [UInt8] = version >= 1 ? [0xFF, 0xFF] : []
        let named: [UInt8] = version >= 1 ? [0, 1, 0x72] : []
        let begin = correlation + (version >= 3 ? throttle : []) + [0, 0, 0, 2]
        let rest: [UInt8] = [1, 2, 3, 4, 5]
        let given = frame(
            begin,
            [0, 0, 0, 1, 0, 2, 0x62, 0x31, 0, 0, 0x23, 0x84],
            rack,
            [0, 0, 0, 9, 0, 2, 0x62, 0x39, 0, 0, 0x23, 0x84],
            named,
            rest
        )
        let expected = frame(
            begin,
            [0, 0, 0, 1] + loopback + [0, 0, 0x23, 0x29],
            rack,
            // Not one of those behind the proxy.
            [0, 0, 0, 9, 0, 2, 0x62, 0x39, 0, 0, 0x23, 0x84],
            named,
            rest
        )
        let request = try #require(header(RequestHeader.Key.metadata, version))
        #expect(try rewriter.rewritten(given, of: request) == expected)
    }

    @Test(arguments: [Int16(0), 1, 2])
    func `the coordinator is found through the proxy`(_ version: Int16) throws {
        let begin =
            correlation + (version >= 1 ? throttle : []) + [0, 0] + (version >= 1 ? [0xFF, 0xFF] : [])
        let given = frame(begin, [0, 0, 0, 2, 0, 1, 0x68, 0, 0, 0, 1])
        let expected = frame(begin, [0, 0, 0, 2] + loopback + [0, 0, 0x23, 0x2A])
        let request = try #require(header(RequestHeader.Key.findCoordinator, version))
        #expect(try rewriter.rewritten(given, of: request) == expected)
    }

    @Test func `versions are capped in the older form`() throws {
        let request = try #require(header(RequestHeader.Key.apiVersions, 0))
        let given = frame(correlation, [0, 0, 0, 0, 0, 2], [0, 3, 0, 0, 0, 12], [0, 26, 0, 0, 0, 4])
        let expected = frame(correlation, [0, 0, 0, 0, 0, 2], [0, 3, 0, 0, 0, 8], [0, 26, 0, 0, 0, 4])
        #expect(try rewriter.rewritten(given, of: request) == expected)
    }

    @Test func `versions are capped in the flexible form, and low ones stay`() throws {
        let request = try #require(header(RequestHeader.Key.apiVersions, 3))
        let tagged: [UInt8] = [1, 5, 1, 0xCC]
        let given = frame(
            correlation,
            [0, 0, 3],
            [0, 10, 0, 0, 0, 5],
            tagged,
            [0, 3, 0, 0, 0, 4, 0],
            throttle,
            [0]
        )
        let expected = frame(
            correlation,
            [0, 0, 3],
            [0, 10, 0, 0, 0, 2],
            tagged,
            [0, 3, 0, 0, 0, 4, 0],
            throttle,
            [0]
        )
        #expect(try rewriter.rewritten(given, of: request) == expected)
    }

    @Test func `a broker that does not know the version is asked again, so its answer passes as it is`()
        throws
    {
        let request = try #require(header(RequestHeader.Key.apiVersions, 3))
        let given = frame(correlation, [0, 35, 1], [0, 18, 0, 0, 0, 2], [0, 0, 0, 0])
        #expect(try rewriter.rewritten(given, of: request) == given)
    }

    @Test func `what breaks off or is too new is refused, and not sent on with the brokers' addresses`()
        throws
    {
        let short = frame(correlation, throttle, [0, 0, 0, 1, 0, 0])
        let request = try #require(header(RequestHeader.Key.metadata, 4))
        #expect(throws: ResponseRewriter.Malformed.self) { try rewriter.rewritten(short, of: request) }
        let newer = try #require(header(RequestHeader.Key.metadata, 9))
        #expect(throws: ResponseRewriter.Malformed.self) { try rewriter.rewritten(short, of: newer) }
    }

    @Test func `other responses pass as they are`() throws {
        let request = try #require(header(RequestHeader.Key.produce, 7))
        let given = frame(correlation, [1, 2, 3])
        #expect(try rewriter.rewritten(given, of: request) == given)
    }
}
