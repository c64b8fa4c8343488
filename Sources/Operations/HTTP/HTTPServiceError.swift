// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why the HTTP server cannot run.
public enum HTTPServiceError: Error, CustomStringConvertible {
    /// The address cannot be listened on.
    case cannotListen(host: String, port: Int, reason: String)

    /// A sentence that says what is wrong and what to do.
    public var description: String {
        switch self {
        case .cannotListen(let host, let port, let reason):
            "cannot listen for HTTP on \(host) port \(port): \(reason); choose another address or port, or stop what "
                + "uses it"
        }
    }
}
