// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The identity of an account: its registrable domain in lower case, such as `acme.com`.
public struct AccountID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The domain; ASCII (punycode for international names), at most 253 bytes.
    public let domain: String

    /// Wraps a domain that is already registrable and in lower case (`Ingest` resolves raw ones).
    public init(domain: String) {
        self.domain = domain
    }

    /// The domain itself.
    public var description: String { domain }

    /// Whether `left` comes first in byte order, the last tie-break of every ranking.
    public static func < (left: AccountID, right: AccountID) -> Bool {
        left.domain.utf8.lexicographicallyPrecedes(right.domain.utf8)
    }
}
