// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The mail providers whose addresses belong to people and not to the company that owns the domain.
struct FreeMailDomains: Sendable {
    /// Domains that are nothing but mailboxes: no account, wherever they come from.
    private var mailboxes: Set<String> = []
    /// Providers that are companies too: no account by an address, but by a domain or URL.
    private var companies: Set<String> = []

    /// Reads the list that is embedded in the program.
    init() {
        var inCompanies = false
        for line in PackageResources.free_mail_domains_txt.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            switch text {
            case "[mailboxes]": inCompanies = false
            case "[companies]": inCompanies = true
            case _ where text.hasPrefix("#"): continue
            case _ where inCompanies: companies.insert(text)
            default: mailboxes.insert(text)
            }
        }
    }

    /// Whether nobody's account is behind an e-mail address at `domain`.
    func refusesAddresses(at domain: String) -> Bool {
        mailboxes.contains(domain) || companies.contains(domain)
    }

    /// Whether nobody's account is `domain` itself.
    func refuses(_ domain: String) -> Bool {
        mailboxes.contains(domain)
    }
}
