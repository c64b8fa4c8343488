// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a call on the transport did not succeed, by what the caller has to do.
public enum TransportFailure: Error, Sendable, Hashable {
    /// The same call may be made again; nothing has been decided yet.
    case retriable(String)
    /// The transaction cannot be committed: abort it, and do its work again for the partitions still owned.
    case abortable(String)
    /// The process cannot go on: fenced by a later one with the same name, not authorised, or beyond repair.
    case fatal(String)

    /// What went wrong, for people to read.
    public var reason: String {
        switch self {
        case .retriable(let reason), .abortable(let reason), .fatal(let reason): reason
        }
    }
}
