// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
internal import JSON

/// What names, ids and domains mean: the content of `<id>.aliases`.
///
/// The table is the last value of each key, nothing else, so that it does not depend on how far the topic has
/// been compacted. Chains are followed when a key is looked up; one that leads back to itself means nothing.
public struct AliasTable: Sendable {
    /// The longest chain that is followed; real ones have one or two steps.
    public static let chainLimit = 16

    private var domains: [String: AccountID] = [:]
    private var others: [AliasKey: AccountID] = [:]

    /// An empty table.
    public init() {}

    /// The number of aliases.
    public var count: Int { domains.count + others.count }

    /// Whether the account of `domain`, in UTF-8, stands for itself.
    func isCurrent(_ domain: Span<UInt8>) -> Bool {
        if domains.isEmpty { return true }
        return domains[unsafe String(copying: UTF8Span(unchecked: domain, isKnownASCII: true))] == nil
    }

    /// Adds or replaces an alias.
    public mutating func apply(_ alias: Alias) {
        set(alias.key, to: alias.account)
    }

    /// Takes an alias back.
    public mutating func remove(_ key: AliasKey) {
        set(key, to: nil)
    }

    /// Applies a record of `<id>.aliases`; a record without a value takes the alias back.
    ///
    /// - Returns: the key that the record is about.
    /// - Throws: `AliasError`; warn and go on, the table is unchanged.
    @discardableResult
    public mutating func apply(
        key: [UInt8],
        value: [UInt8]?,
        resolver: AccountResolver
    ) throws(AliasError) -> AliasKey {
        guard let text = String(validating: key, as: UTF8.self), let colon = text.utf8.firstIndex(of: 0x3A)
        else {
            throw .malformedKey
        }
        let raw = String(text[text.utf8.index(after: colon)...])
        guard let key = AliasKey(namespace: String(text[..<colon]), value: raw, resolver: resolver) else {
            throw .malformedKey
        }
        guard key.value == raw else { throw .keyNotCanonical(canonical: key.description) }
        guard let value else {
            remove(key)
            return key
        }
        var document = JSONDocument()
        do throws(JSONError) {
            try document.parse(value)
        } catch {
            throw .malformedValue
        }
        guard let member = document.member(document.root, "account"), let domain = document.string(member)
        else {
            throw .malformedValue
        }
        guard let account = try? resolver.account(domain: domain), account.domain == domain else {
            throw .malformedAccount(EscapedText.escaped(domain, limit: 100))
        }
        set(key, to: account)
        return key
    }

    /// The account that a key means itself, before chains are followed.
    public func target(of key: AliasKey) -> AccountID? {
        key.namespace == AliasKey.domainNamespace ? domains[key.value] : others[key]
    }

    /// The account that a key means in the end.
    ///
    /// - Throws: `AccountRefusal.noAlias` or `.aliasCycle`.
    public func account(of key: AliasKey) throws(AccountRefusal) -> AccountID {
        guard let account = target(of: key) else { throw .noAlias }
        return try current(account)
    }

    /// The account that stands for `account` now: the end of its chain of domains, or itself.
    ///
    /// - Throws: `AccountRefusal.aliasCycle` where the chain leads back to itself or is too long.
    public func current(_ account: AccountID) throws(AccountRefusal) -> AccountID {
        var current = account
        for _ in 0...Self.chainLimit {
            guard let next = domains[current.domain], next != current else { return current }
            current = next
        }
        throw .aliasCycle
    }

    private mutating func set(_ key: AliasKey, to account: AccountID?) {
        if key.namespace == AliasKey.domainNamespace {
            domains[key.value] = account
        } else {
            others[key] = account
        }
    }
}
