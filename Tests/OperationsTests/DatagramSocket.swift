// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Dispatch
import Glibc
import Testing

/// A socket that hears what is told to systemd.
final class DatagramSocket: Sendable {
    private let descriptor: Int32

    /// A socket bound to `address`, as `NOTIFY_SOCKET` spells it; datagrams are waited for at most 300 seconds.
    init(address: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        var patience = timeval(tv_sec: 300, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        var path = Array(address.utf8)
        if path.first == UInt8(ascii: "@") { path[0] = 0 }
        unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let bound = unsafe withUnsafePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length)
            }
        }
        try #require(bound == 0, "bind: errno \(errno)")
    }

    deinit {
        close(descriptor)
    }

    /// The next datagram's lines without the request for more time to start, which only a starved machine makes.
    func receiveIgnoringDelays() async -> [String] {
        while true {
            let lines = await receive().filter { !$0.hasPrefix("EXTEND_TIMEOUT_USEC=") }
            if !lines.isEmpty { return lines }
        }
    }

    /// The next datagram's lines; waits on a thread that no task needs.
    func receive() async -> [String] {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var buffer = [UInt8](repeating: 0, count: 4_096)
                let count = unsafe recv(self.descriptor, &buffer, buffer.count, 0)
                let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
                continuation.resume(returning: text.split(separator: "\n").map(String.init))
            }
        }
    }
}
