// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// Finds the account that a domain, URL or e-mail address belongs to: its registrable domain.
///
/// ```
/// let account = try resolver.account(url: "https://www.Acme.co.uk:8443/jobs")  // acme.co.uk
/// ```
public struct AccountResolver: Sendable {
    private let suffixes: PublicSuffixList
    private let freeMail: FreeMailDomains

    /// A resolver on the given list of public suffixes and the embedded list of mail providers.
    public init(suffixes: PublicSuffixList) {
        self.suffixes = suffixes
        self.freeMail = FreeMailDomains()
    }

    /// The account of a domain or host name, which may also come as a URL.
    ///
    /// - Throws: `AccountRefusal` where the text names no account; the record goes to the dead letters.
    public func account(domain: String) throws(AccountRefusal) -> AccountID {
        try account(url: domain)
    }

    /// The account that owns the host of a URL; the scheme may be missing.
    ///
    /// - Throws: `AccountRefusal` where the text names no account; the record goes to the dead letters.
    public func account(url: String) throws(AccountRefusal) -> AccountID {
        let host = try HostName(location: url, suffixes: suffixes)
        let domain = try registrableDomain(of: host)
        guard !freeMail.refuses(domain) else { throw .freeMail }
        return AccountID(domain: domain)
    }

    /// The account that a business e-mail address belongs to.
    ///
    /// - Throws: `AccountRefusal.freeMail` for an address at a mail provider, another `AccountRefusal` where the
    ///   text is no address of an account; the record goes to the dead letters.
    public func account(email: String) throws(AccountRefusal) -> AccountID {
        let host = try HostName(email: email, suffixes: suffixes)
        guard !freeMail.refusesAddresses(at: String(decoding: host.bytes, as: UTF8.self)) else {
            throw .freeMail
        }
        let domain = try registrableDomain(of: host)
        guard !freeMail.refusesAddresses(at: domain) else { throw .freeMail }
        return AccountID(domain: domain)
    }

    private func registrableDomain(of host: HostName) throws(AccountRefusal) -> String {
        guard let domain = suffixes.registrableDomain(of: host.bytes) else { throw .publicSuffix }
        return String(decoding: domain, as: UTF8.self)
    }
}
