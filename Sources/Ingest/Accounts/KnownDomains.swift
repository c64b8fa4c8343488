// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Domains that have been seen to be those of accounts, so that the public suffix list need not be asked again.
///
/// An open-addressing table over one piece of memory. It begins anew when it is full, which bounds what a stream of
/// ever new domains can take: 131,072 of them, some 4 MB.
struct KnownDomains: Sendable {
    private static let limit = 131_072

    /// A power of two many slots: the upper half is of the hash, the lower half where the domain begins, plus 1.
    private var slots = [UInt64](repeating: 0, count: 256)
    /// The domains, each behind its length in one byte.
    private var bytes: [UInt8] = []
    private var count = 0

    /// Whether `domain`, of at most 253 bytes, is among them.
    func contains(_ domain: Span<UInt8>) -> Bool {
        slots[place(of: domain, Self.hash(domain))] != 0
    }

    /// Takes `domain` in, of at most 253 bytes, which is not among them.
    mutating func insert(_ domain: Span<UInt8>) {
        if count == Self.limit { self = Self() }
        if count * 2 >= slots.count { grow() }
        let hash = Self.hash(domain)
        slots[place(of: domain, hash)] = UInt64(hash) << 32 | UInt64(bytes.count + 1)
        bytes.append(UInt8(truncatingIfNeeded: domain.count))
        unsafe domain.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
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

    /// The slot that the domain is in, or the free one where it belongs.
    private func place(of domain: Span<UInt8>, _ hash: UInt32) -> Int {
        var place = Int(hash) & (slots.count - 1)
        while slots[place] != 0, slots[place] >> 32 != UInt64(hash) || !holds(slots[place], domain) {
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }

    private func holds(_ slot: UInt64, _ domain: Span<UInt8>) -> Bool {
        let start = Int(slot & 0xffff_ffff) - 1
        guard Int(bytes[start]) == domain.count else { return false }
        for place in domain.indices where bytes[start + 1 + place] != domain[place] { return false }
        return true
    }

    /// Keyed anew in every process, so that nobody can choose domains that collide.
    private static func hash(_ domain: Span<UInt8>) -> UInt32 {
        var hasher = Hasher()
        unsafe domain.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }
}
