// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Dispatch
import Foundation
import Glibc
import Testing

/// A client that sends bytes as they are, well formed or not, and reads what comes.
final class RawClient: Sendable {
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        var patience = timeval(tv_sec: 300, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0, "connect: errno \(errno)")
    }

    deinit {
        close(descriptor)
    }

    /// Sends `text`; false when the server no longer takes it.
    @discardableResult func send(_ text: String) async -> Bool {
        await onThread {
            let bytes = Array(text.utf8)
            var sent = 0
            while sent < bytes.count {
                let rest = Array(bytes[sent...])
                let count = unsafe Glibc.send(self.descriptor, rest, rest.count, Int32(MSG_NOSIGNAL))
                if count <= 0 { return false }
                sent += count
            }
            return true
        }
    }

    /// What comes until the server closes the connection; nil when it has not within 300 seconds.
    func receiveUntilClosed() async -> String? {
        await onThread {
            var received: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = unsafe recv(self.descriptor, &buffer, buffer.count, 0)
                if count == 0 || (count < 0 && errno == ECONNRESET) {
                    return String(decoding: received, as: UTF8.self)
                }
                if count < 0 { return nil }
                received += buffer[..<count]
            }
        }
    }

    /// Waits for a line and gives it, without its end.
    func receiveLine() async -> String {
        await onThread {
            var line: [UInt8] = []
            var byte: UInt8 = 0
            while unsafe recv(self.descriptor, &byte, 1, 0) == 1, byte != UInt8(ascii: "\n") {
                line.append(byte)
            }
            return String(decoding: line, as: UTF8.self)
        }
    }

    /// Sends a whole request and gives the response's first line, its fields and its body.
    static func request(
        _ method: String,
        _ path: String,
        port: Int
    ) async throws -> (status: String, fields: [String], body: String) {
        let client = try RawClient(port: port)
        await client.send("\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        let response = try #require(await client.receiveUntilClosed())
        let end = try #require(response.range(of: "\r\n\r\n"))
        let head = response[..<end.lowerBound].components(separatedBy: "\r\n")
        return (head[0], Array(head[1...]), String(response[end.upperBound...]))
    }

    /// Does what blocks on a thread that no task needs.
    private func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: body()) }
        }
    }
}
