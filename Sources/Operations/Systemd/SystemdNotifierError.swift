// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why systemd could not be told something.
public enum SystemdNotifierError: Error, Equatable, CustomStringConvertible {
    /// `NOTIFY_SOCKET` is neither an absolute path nor an abstract name, or too long.
    case invalidAddress(String)
    /// A call of the system failed.
    case failed(call: String, code: Int32, reason: String)

    /// A sentence that says what failed.
    public var description: String {
        switch self {
        case .invalidAddress(let address):
            "NOTIFY_SOCKET is \"\(address)\", which is neither an absolute path nor @ and a name, of at most 107 bytes"
        case .failed(let call, let code, let reason):
            "\(call) on the socket of NOTIFY_SOCKET failed: \(reason) (errno \(code))"
        }
    }
}
