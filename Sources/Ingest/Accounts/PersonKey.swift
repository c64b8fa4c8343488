// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibcrypto

/// The secret with which e-mail addresses become opaque persons, and ids that are e-mail addresses opaque ids.
///
/// A person is the first 32 hexadecimal digits of the HMAC-SHA256 of the address, trimmed and in ASCII lower
/// case. Changing the key makes everybody a new person.
public struct PersonKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// The fewest bytes of a key.
    public static let minimumLength = 16

    private let bytes: [UInt8]

    /// A key of at least `minimumLength` bytes; nil for a shorter one.
    public init?(bytes: [UInt8]) {
        guard bytes.count >= Self.minimumLength else { return nil }
        self.bytes = bytes
    }

    /// The person who has an e-mail address; nil where the crypto library fails.
    func person(email: String) -> String? {
        var address = email.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }[...]
        while let first = address.first, first <= 0x20 { address.removeFirst() }
        while let last = address.last, last <= 0x20 { address.removeLast() }
        // `Ann <ann@acme.com>` is the same person as `ann@acme.com`.
        if address.last == UInt8(ascii: ">"), let open = address.lastIndex(of: UInt8(ascii: "<")) {
            address = address[(open + 1)..<(address.endIndex - 1)]
        }
        let message = Array(address)
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard
            unsafe HMAC(EVP_sha256(), bytes, Int32(bytes.count), message, message.count, &digest, &length)
                != nil
        else { return nil }
        return Hexadecimal.text(digest.prefix(16))
    }

    /// Never the key.
    public var description: String { "[hidden]" }

    /// Never the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
