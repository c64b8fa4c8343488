// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a record of `<id>.aliases` cannot be used; the table stays as it was.
public enum AliasError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The key is not `namespace:value` in UTF-8.
    case malformedKey
    /// The key is not in its canonical form, which is given.
    case keyNotCanonical(canonical: String)
    /// The value is not a JSON object with a text `account`.
    case malformedValue
    /// `account` is not an account's domain in its canonical form.
    case malformedAccount(String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .malformedKey:
            "the key of an alias is namespace:value, such as name:acme or domain:acme.io"
        case .keyNotCanonical(let canonical):
            "the key of the alias must be written \(canonical)"
        case .malformedValue:
            "the value of an alias is a JSON object with an account, such as {\"account\":\"acme.com\"}"
        case .malformedAccount(let account):
            "the alias names an account by its registrable domain in lower case, not \(account)"
        }
    }
}
