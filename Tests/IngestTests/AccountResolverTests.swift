// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ingest
import Testing

@Suite struct AccountResolverTests {
    private static let locations: [(String, String?)] = [
        ("acme.com", "acme.com"),
        ("  ACME.com\n", "acme.com"),
        ("www.acme.com", "acme.com"),
        ("jobs.eu.acme.co.uk", "acme.co.uk"),
        ("acme.com.", "acme.com"),
        ("acme.com:8443", "acme.com"),
        ("https://www.Acme.com:8443/careers?ref=a@b.com#top", "acme.com"),
        ("//acme.com/x", "acme.com"),
        ("http://user:secret@acme.com/", "acme.com"),
        ("http://gmail.com@acme.com/", "acme.com"),
        ("http://a@b.com@acme.com/", "acme.com"),
        ("http:\\\\acme.com", nil),
        ("acme.com\\@evil.com", "acme.com"),
        ("acme.github.io", "acme.github.io"),
        ("www.acme.github.io", "acme.github.io"),
        ("www.city.kawasaki.jp", "city.kawasaki.jp"),
        ("a.b.acme.notatld", "acme.notatld"),
        ("acme.example", "acme.example"),
        ("my_host.acme.com", "acme.com"),
        ("xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ("yahoo.com", "yahoo.com"),
    ]

    @Test(arguments: locations)
    func `a domain or URL gives the registrable domain`(_ text: String, _ account: String?) throws {
        let resolver = try IngestBench.resolver()
        #expect((try? resolver.account(domain: text))?.domain == account)
        #expect((try? resolver.account(url: text))?.domain == account)
    }

    // The punycode was taken from IDNA 2008 tables, not from this program.
    private static let internationalNames: [(String, String)] = [
        ("MÜNCHEN.de", "xn--mnchen-3ya.de"),
        ("www.münchen.de", "xn--mnchen-3ya.de"),
        ("faß.de", "xn--fa-hia.de"),
        ("例子.公司.cn", "xn--fsqu00a.xn--55qx5d.cn"),
        ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
        ("Ⓐcme.com", "acme.com"),
        ("acme。com", "acme.com"),
        ("bücher。ch", "xn--bcher-kva.ch"),
        ("u\u{308}ber.de", "xn--ber-goa.de"),
    ]

    @Test(arguments: internationalNames)
    func `international names become punycode`(_ text: String, _ account: String) throws {
        let resolver = try IngestBench.resolver()
        #expect(try resolver.account(domain: text).domain == account)
    }

    private static let refused: [(String, AccountRefusal)] = [
        ("", AccountRefusal.malformed),
        ("acme", .malformed),
        ("acme..com", .malformed),
        (".acme.com", .malformed),
        ("-acme.com", .malformed),
        ("acme-.com", .malformed),
        ("acme com.net", .malformed),
        ("ann@acme.com", .malformed),
        ("acme.com:port", .malformed),
        ("acme.com\u{0}.evil.com", .malformed),
        ("%61cme.com", .malformed),
        (String(repeating: "a", count: 64) + ".com", .malformed),
        (Array(repeating: "abcdefgh", count: 29).joined(separator: ".") + ".com", .malformed),
        (String(repeating: "a", count: 3000), .malformed),
        ("https://", .malformed),
        ("127.0.0.1", .ipAddress),
        ("http://10.0.0.1:8080/x", .ipAddress),
        ("http://[2001:db8::1]/", .ipAddress),
        ("2001:db8::1", .ipAddress),
        ("1.2.3.0x10", .ipAddress),
        ("localhost", .localName),
        ("http://localhost:8080", .localName),
        ("printer.local", .localName),
        ("db.internal", .localName),
        ("1.0.0.10.in-addr.arpa", .localName),
        ("com", .malformed),
        ("co.uk", .publicSuffix),
        ("https://github.io/acme", .publicSuffix),
        ("gmail.com", .freeMail),
        ("mail.googlemail.com", .freeMail),
        ("\u{202E}moc.emca", .internationalName),
        ("acme\u{2028}.com", .internationalName),
        ("a\u{1F600}b.com", .internationalName),
    ]

    @Test(arguments: refused)
    func `what names no account is refused with its reason`(_ text: String, _ refusal: AccountRefusal) throws
    {
        let resolver = try IngestBench.resolver()
        #expect(throws: refusal) { try resolver.account(domain: text) }
    }

    private static let addresses: [(String, String?, AccountRefusal?)] = [
        ("ann@acme.com", "acme.com", nil),
        ("Ann Smith <Ann.Smith+x@Mail.ACME.co.uk>", "acme.co.uk", nil),
        ("mailto:ann@acme.com", "acme.com", nil),
        ("\"a@b\"@acme.com", "acme.com", nil),
        ("ann@gmail.com", nil, .freeMail),
        ("ann@yahoo.com", nil, .freeMail),
        ("ann@yahoo.co.uk", nil, .freeMail),
        ("ann@mail.web.de", nil, .freeMail),
        ("ann", nil, .malformed),
        ("@acme.com", nil, .malformed),
        ("ann@", nil, .malformed),
        ("ann@[192.0.2.1]", nil, .ipAddress),
        ("root@localhost", nil, .localName),
        ("ann@co.uk", nil, .publicSuffix),
    ]

    @Test(arguments: addresses)
    func `an e-mail address gives its company, and a mail provider's none`(
        _ text: String,
        _ account: String?,
        _ refusal: AccountRefusal?
    ) throws {
        let resolver = try IngestBench.resolver()
        do throws(AccountRefusal) {
            #expect(try resolver.account(email: text).domain == account)
        } catch {
            #expect(error == refusal)
        }
    }

    @Test func `what was resolved resolves to itself`() throws {
        let resolver = try IngestBench.resolver()
        for text in ["www.münchen.de", "a.b.acme.co.uk", "acme.github.io", "my_host.acme.com"] {
            let account = try resolver.account(domain: text)
            #expect(try resolver.account(domain: account.domain) == account)
        }
    }

    @Test func `the public suffix list says which one it is`() throws {
        let version = try #require(PublicSuffixList.builtIn()).version
        #expect(version.digest.count == 40)
        // After 2015 and before 2100: a time and not zero.
        #expect((1_420_000_000...4_100_000_000).contains(version.fileTime))
        #expect(!version.library.isEmpty)
    }
}
