// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a domain, URL, e-mail address, name or id names no account.
public enum AccountRefusal: Error, Hashable, Sendable {
    /// It is not a domain, URL or e-mail address at all: bad characters, one label, an empty or too long label.
    case malformed
    /// The host is an IP address.
    case ipAddress
    /// The host is a name of a private network, such as `localhost` or `printer.local`.
    case localName
    /// The host is a public suffix such as `co.uk` or `github.io`, which belongs to nobody.
    case publicSuffix
    /// The domain is that of a mail provider for everybody.
    case freeMail
    /// An international name with characters that domains cannot have.
    case internationalName
    /// No alias is known for the name or id.
    case noAlias
    /// Aliases lead back to where they started.
    case aliasCycle
}
