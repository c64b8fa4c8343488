// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A host name in its canonical form: lower case ASCII labels joined by dots, international ones as punycode.
struct HostName {
    /// The name's bytes; 3 to 253 of them, at least two labels.
    let bytes: [UInt8]

    /// The longest text that is looked at, in bytes; URLs beyond it are refused.
    static let textLimit = 2048

    /// The host of a domain name or URL, with scheme, credentials, port, path and last dot removed.
    init(
        location text: String,
        suffixes: PublicSuffixList
    ) throws(AccountRefusal) {
        let trimmed = Self.trimmed(text.utf8)
        guard trimmed.count <= Self.textLimit else { throw .malformed }
        var (rest, hasScheme) = Self.withoutScheme(trimmed)
        if let end = rest.firstIndex(where: { Self.endsAuthority($0) }) {
            rest = rest[..<end]
        }
        if let at = rest.lastIndex(of: UInt8(ascii: "@")) {
            // Without a scheme this is an e-mail address, which a record should give as one.
            guard hasScheme else { throw .malformed }
            rest = rest[(at + 1)...]
        }
        guard rest.first != UInt8(ascii: "[") else { throw .ipAddress }
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            let port = rest[(colon + 1)...]
            // More than one colon is an IPv6 address that lacks its brackets.
            guard !port.contains(UInt8(ascii: ":")) else { throw .ipAddress }
            guard port.allSatisfy({ Self.isDigit($0) }) else { throw .malformed }
            rest = rest[..<colon]
        }
        try self.init(host: rest, suffixes: suffixes)
    }

    /// The host of an e-mail address, which may stand in angle brackets behind a name.
    init(email text: String, suffixes: PublicSuffixList) throws(AccountRefusal) {
        var rest = Self.trimmed(text.utf8)
        guard rest.count <= Self.textLimit else { throw .malformed }
        if rest.last == UInt8(ascii: ">") {
            guard let open = rest.lastIndex(of: UInt8(ascii: "<")) else { throw .malformed }
            rest = rest[(open + 1)..<(rest.endIndex - 1)]
        }
        let prefix = Array("mailto:".utf8)
        if rest.count > prefix.count, zip(rest, prefix).allSatisfy({ Self.lower($0) == $1 }) {
            rest = rest.dropFirst(prefix.count)
        }
        guard let at = rest.lastIndex(of: UInt8(ascii: "@")), at > rest.startIndex else { throw .malformed }
        rest = rest[(at + 1)...]
        guard rest.first != UInt8(ascii: "[") else { throw .ipAddress }
        try self.init(host: rest, suffixes: suffixes)
    }

    private init(host: ArraySlice<UInt8>, suffixes: PublicSuffixList) throws(AccountRefusal) {
        var name: [UInt8]
        if host.allSatisfy({ $0 < 0x80 }) {
            name = host.map { Self.lower($0) }
        } else {
            name = try Self.ascii(host, suffixes: suffixes)
        }
        if name.last == UInt8(ascii: ".") { name.removeLast() }
        guard !name.isEmpty, name.count <= 253 else { throw .malformed }
        var start = 0
        var top = name[...]
        while true {
            let end = name[start...].firstIndex(of: UInt8(ascii: ".")) ?? name.count
            top = name[start..<end]
            guard (1...63).contains(top.count), top.allSatisfy({ Self.isHostByte($0) }),
                top.first != UInt8(ascii: "-"), top.last != UInt8(ascii: "-")
            else { throw .malformed }
            if end == name.count { break }
            start = end + 1
        }
        // As in the URL standard, a host whose last label is a number is an IPv4 address, well formed or not.
        guard !Self.isNumber(top) else { throw .ipAddress }
        guard !Self.isPrivate(top) else { throw .localName }
        guard start > 0 else { throw .malformed }
        bytes = name
    }

    /// An international name in lower case, each label that needs it in punycode.
    private static func ascii(
        _ host: ArraySlice<UInt8>,
        suffixes: PublicSuffixList
    ) throws(AccountRefusal) -> [UInt8] {
        guard let text = String(validating: host, as: UTF8.self), !host.contains(0),
            let lower = suffixes.lowercased(text)
        else { throw .internationalName }
        var name: [UInt8] = []
        var label: [Unicode.Scalar] = []
        for scalar in lower.unicodeScalars {
            // The ideographic full stops are label separators too (RFC 3490, 3.1).
            if scalar == "." || scalar == "\u{3002}" || scalar == "\u{FF61}" {
                name.append(contentsOf: try encoded(label))
                name.append(UInt8(ascii: "."))
                label.removeAll(keepingCapacity: true)
            } else {
                label.append(scalar)
            }
        }
        return name + (try encoded(label))
    }

    private static func encoded(_ label: [Unicode.Scalar]) throws(AccountRefusal) -> [UInt8] {
        if label.allSatisfy(\.isASCII) { return label.map { UInt8(truncatingIfNeeded: $0.value) } }
        for scalar in label where !scalar.isASCII {
            switch scalar.properties.generalCategory {
            case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark,
                .decimalNumber:
                continue
            default:
                throw .internationalName
            }
        }
        guard label.count <= 63, let encoded = Punycode.label(label) else { throw .internationalName }
        return encoded
    }

    private static func withoutScheme(_ text: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, Bool) {
        let slash = UInt8(ascii: "/")
        func startsWithSlashes(_ at: Int) -> Bool {
            at + 1 < text.endIndex && text[at] == slash && text[at + 1] == slash
        }
        if startsWithSlashes(text.startIndex) { return (text.dropFirst(2), true) }
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")), startsWithSlashes(colon + 1),
            text[..<colon].allSatisfy({ isHostByte($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ".") }
            )
        else { return (text, false) }
        return (text[(colon + 3)...], true)
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
            || byte == UInt8(ascii: "\\")
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
        label.allSatisfy { isDigit($0) } || label.starts(with: "0x".utf8)
    }

    /// Top-level names that only private networks use (RFC 6761, RFC 6762, RFC 8375 and common practice).
    ///
    /// `example` and `test` are not among them: they are for documentation and tests, which make accounts up.
    private static func isPrivate(_ label: ArraySlice<UInt8>) -> Bool {
        privateNames.contains { label.elementsEqual($0) }
    }

    private static let privateNames = [
        "arpa", "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost",
        "onion", "private",
    ].map { Array($0.utf8) }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func trimmed(_ text: some Sequence<UInt8>) -> ArraySlice<UInt8> {
        var rest = Array(text)[...]
        while let first = rest.first, first <= 0x20 { rest.removeFirst() }
        while let last = rest.last, last <= 0x20 { rest.removeLast() }
        return rest
    }
}
