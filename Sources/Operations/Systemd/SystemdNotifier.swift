// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Glibc

/// Tells systemd what the service does, over the datagram socket that `NOTIFY_SOCKET` names.
public struct SystemdNotifier: Sendable {
    private let address: [UInt8]

    /// A notifier for the socket `address`: an absolute path, or `@` and the name of an abstract socket.
    public init(address: String) throws(SystemdNotifierError) {
        var bytes = Array(address.utf8)
        guard let first = bytes.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
            bytes.count > 1, bytes.count < Self.longestPath, !bytes.contains(0)
        else { throw .invalidAddress(address) }
        if first == UInt8(ascii: "@") { bytes[0] = 0 }
        self.address = bytes
    }

    /// The notifier that the environment asks for; nil where no service manager listens.
    public static func fromEnvironment(
        _ environment: [String: String]
    ) throws(SystemdNotifierError) -> SystemdNotifier? {
        guard let address = environment["NOTIFY_SOCKET"], !address.isEmpty else { return nil }
        return try SystemdNotifier(address: address)
    }

    /// The time between two signs of life after which systemd ends this process, in milliseconds; nil for never.
    ///
    /// - Parameters:
    ///   - environment: Where `WATCHDOG_USEC` and `WATCHDOG_PID` are looked up.
    ///   - process: The id of this process; a watchdog meant for another one is not ours.
    /// - Returns: The time, or nil where no watchdog is set for this process.
    public static func watchdogMilliseconds(in environment: [String: String], process: Int32) -> Int64? {
        guard let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }), microseconds > 0 else {
            return nil
        }
        if let owner = environment["WATCHDOG_PID"], owner != String(process) { return nil }
        return max(1, microseconds / 1_000)
    }

    /// Sends `messages` in one datagram.
    ///
    /// - Throws: ``SystemdNotifierError`` where the manager does not take it within a second.
    public func send(_ messages: [SystemdMessage]) throws(SystemdNotifierError) {
        let datagram = Array(messages.map(\.assignment).joined(separator: "\n").utf8)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Self.failure("socket") }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        _ = unsafe setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_SNDTIMEO,
            &patience,
            socklen_t(MemoryLayout<timeval>.size)
        )
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: address) }
        // An abstract name ends where the length says, a path with a zero.
        let pathOffset = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: name.sun_path)
        let length = pathOffset + address.count + (address.first == 0 ? 0 : 1)
        let sent = unsafe withUnsafePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe sendto(
                    descriptor,
                    datagram,
                    datagram.count,
                    Int32(MSG_NOSIGNAL),
                    generic,
                    socklen_t(length)
                )
            }
        }
        guard sent == datagram.count else { throw Self.failure("sendto") }
    }

    /// The size of `sun_path`.
    private static let longestPath = 108

    private static func failure(_ call: String) -> SystemdNotifierError {
        let code = errno
        return .failed(call: call, code: code, reason: unsafe String(cString: strerror(code)))
    }
}
