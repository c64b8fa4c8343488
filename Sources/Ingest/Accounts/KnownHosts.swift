// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// Hosts whose accounts have been asked for, so that the public suffix list need not be asked again.
///
/// An open-addressing table over one piece of memory. It begins anew when it is full, which bounds what a stream of
/// ever new hosts can take: 131,072 of them, some 4 MB.
struct KnownHosts: Sendable {
    private static let limit = 131_072

    /// A power of two many slots: the upper half is of the hash, the lower half where the host begins, plus 1.
    private var slots = [UInt64](repeating: 0, count: 256)
    /// The hosts, each behind three bytes: whether it is of an e-mail address, its length and that of its domain.
    private var bytes: [UInt8] = []
    private var count = 0

    /// Whether a byte is of a host in its canonical form; upper case, other letters and ports are not.
    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default:
            false
        }
    }

    /// The length of the account's domain, which the host ends with.
    ///
    /// - Parameters:
    ///   - host: 1 to 253 bytes, all of them plain.
    ///   - isAddress: whether it is the host of an e-mail address, of which mail providers are refused.
    ///   - resolver: knows what it is the first time.
    /// - Returns: nil if the host is of no account.
    mutating func domain(of host: Span<UInt8>, isAddress: Bool, _ resolver: AccountResolver) -> Int? {
        let hash = Self.hash(host, isAddress)
        let slot = slots[place(of: host, isAddress, hash)]
        if slot != 0 { return Int(bytes[Int(slot & 0xffff_ffff) + 1]) }
        // Plain bytes are ASCII.
        let text = unsafe String(copying: UTF8Span(unchecked: host, isKnownASCII: true))
        let account = try? isAddress ? resolver.account(email: "x@" + text) : resolver.account(domain: text)
        guard let domain = account?.domain, text.hasSuffix(domain) else { return nil }
        insert(host, isAddress, hash, domain.utf8.count)
        return domain.utf8.count
    }

    private mutating func insert(_ host: Span<UInt8>, _ isAddress: Bool, _ hash: UInt32, _ domain: Int) {
        if count == Self.limit { self = Self() }
        if count * 2 >= slots.count { grow() }
        slots[place(of: host, isAddress, hash)] = UInt64(hash) << 32 | UInt64(bytes.count + 1)
        bytes.append(isAddress ? 1 : 0)
        bytes.append(UInt8(truncatingIfNeeded: host.count))
        bytes.append(UInt8(truncatingIfNeeded: domain))
        unsafe host.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        count += 1
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: 0, count: old.count * 2)
        for slot in old where slot != 0 {
            var place = Int(slot >> 32) & (slots.count - 1)
            while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = slot
        }
    }

    /// The slot that the host is in, or the free one where it belongs.
    private func place(of host: Span<UInt8>, _ isAddress: Bool, _ hash: UInt32) -> Int {
        var place = Int(hash) & (slots.count - 1)
        while slots[place] != 0, slots[place] >> 32 != UInt64(hash) || !holds(slots[place], host, isAddress) {
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }

    private func holds(_ slot: UInt64, _ host: Span<UInt8>, _ isAddress: Bool) -> Bool {
        let start = Int(slot & 0xffff_ffff) - 1
        guard bytes[start] == (isAddress ? 1 : 0), Int(bytes[start + 1]) == host.count else { return false }
        return bytes.span.extracting((start + 3)..<(start + 3 + host.count)).isEqual(to: host)
    }

    /// Keyed anew in every process, so that nobody can choose hosts that collide.
    private static func hash(_ host: Span<UInt8>, _ isAddress: Bool) -> UInt32 {
        var hasher = Hasher()
        hasher.combine(isAddress)
        unsafe host.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }
}
