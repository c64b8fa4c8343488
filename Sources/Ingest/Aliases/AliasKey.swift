// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// A name of an account within a namespace, such as `name:acme`, `crunchbase:1b6…` or `domain:acme.io`.
///
/// Its text `namespace:value` is the key of the record in `<id>.aliases`.
public struct AliasKey: Hashable, Sendable, CustomStringConvertible {
    /// The namespace: 1 to 32 of `a-z`, `0-9` and `-`.
    public let namespace: String
    /// The value in its canonical form, 1 to 512 bytes.
    public let value: String

    /// The namespace of other domains of an account; values are registrable domains.
    public static let domainNamespace = "domain"
    /// The namespace of company names; values are normalised.
    public static let nameNamespace = "name"
    /// The longest value, in bytes.
    public static let valueLimit = 512

    /// A key of canonical parts.
    init(namespace: String, canonical value: String) {
        self.namespace = namespace
        self.value = value
    }

    /// The key of a raw value; nil where nothing usable is left of it.
    ///
    /// Domains become registrable domains, names are normalised, other values are trimmed.
    public init?(namespace: String, value raw: String, resolver: AccountResolver) {
        guard Self.isNamespace(namespace) else { return nil }
        let canonical: String?
        switch namespace {
        case Self.domainNamespace: canonical = (try? resolver.account(domain: raw))?.domain
        case Self.nameNamespace: canonical = CompanyName.normalized(raw)
        default: canonical = Self.trimmed(raw)
        }
        guard let canonical, !canonical.isEmpty, canonical.utf8.count <= Self.valueLimit else { return nil }
        self.init(namespace: namespace, canonical: canonical)
    }

    /// The account that an alias of the namespace `domain` replaces.
    public var supersededAccount: AccountID? {
        namespace == Self.domainNamespace ? AccountID(domain: value) : nil
    }

    /// Whether it is news that the key means `account`, where what it means so far is `known`.
    ///
    /// A name or domain keeps its first account, so that two companies of one name do not take turns; an id of
    /// another system follows the newest record.
    func isNews(_ account: AccountID, known: AccountID?) -> Bool {
        guard let known else { return true }
        let keepsFirst = namespace == Self.nameNamespace || namespace == Self.domainNamespace
        return !keepsFirst && known != account
    }

    /// The record's key.
    public var description: String { "\(namespace):\(value)" }

    /// Whether a text can name a namespace.
    public static func isNamespace(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text.utf8[...]
        while let first = rest.first, first <= 0x20 { rest.removeFirst() }
        while let last = rest.last, last <= 0x20 { rest.removeLast() }
        return String(Substring(rest))
    }
}
