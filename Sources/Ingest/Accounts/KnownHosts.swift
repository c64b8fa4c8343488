// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CPrefetch
internal import Events

/// Hosts whose accounts have been asked for, so that the public suffix list need not be asked again.
///
/// An open-addressing table in which a hash of 120 bits stands for a host, so that it takes one wait for memory to find
/// it: among a billion hosts, two have the same in one of 10^18 processes. It begins anew when it is full, which bounds
/// what a stream of ever new hosts can take: 196,608 of them, 4 MB.
struct KnownHosts: Sendable {
    /// A host, or none: all bits are 0.
    fileprivate struct Slot {
        var hash: UInt64 = 0
        /// The rest of its hash, and in the lowest eight bits the length of its account's domain, which is never 0.
        var rest: UInt64 = 0

        var isFree: Bool { rest == 0 }
        var domain: Int { Int(rest & 0xff) }

        func isSameHost(as other: Slot) -> Bool { hash == other.hash && rest >> 8 == other.rest >> 8 }
    }

    private static let limit = 196_608

    /// A power of two many slots, of which at most three quarters are taken.
    private var slots = [Slot](repeating: Slot(), count: 256)
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

    /// A host that will be asked for.
    struct Question {
        fileprivate let wanted: Slot
        fileprivate let isAddress: Bool
    }

    /// Begins to bring near what is known of a host; what is done before it is asked for need not be waited for then.
    ///
    /// - Parameters:
    ///   - host: 1 to 253 bytes, all of them plain.
    ///   - isAddress: whether it is the host of an e-mail address, of which mail providers are refused.
    /// - Returns: what `domain` is asked with.
    func prepare(for host: Span<UInt8>, isAddress: Bool) -> Question {
        let wanted = Self.slot(of: host, isAddress)
        let place = Int(truncatingIfNeeded: wanted.hash) & (slots.count - 1)
        unsafe slots.withUnsafeBufferPointer { unsafe prefetch_line($0.baseAddress?.advanced(by: place)) }
        return Question(wanted: wanted, isAddress: isAddress)
    }

    /// The length of the account's domain, which the host ends with.
    ///
    /// - Parameters:
    ///   - host: the host that `question` is of.
    ///   - question: what `prepare` has answered.
    ///   - resolver: knows what it is the first time.
    /// - Returns: nil if the host is of no account.
    mutating func domain(of host: Span<UInt8>, _ question: Question, _ resolver: AccountResolver) -> Int? {
        var wanted = question.wanted
        let known = slots[place(of: wanted)]
        if !known.isFree { return known.domain }
        // Plain bytes are ASCII.
        let text = unsafe String(copying: UTF8Span(unchecked: host, isKnownASCII: true))
        let account =
            try? question.isAddress
            ? resolver.account(email: "x@" + text) : resolver.account(domain: text)
        guard let domain = account?.domain, text.hasSuffix(domain) else { return nil }
        wanted.rest |= UInt64(domain.utf8.count)
        insert(wanted)
        return domain.utf8.count
    }

    private mutating func insert(_ slot: Slot) {
        if count == Self.limit { self = Self() }
        if count * 4 >= slots.count * 3 { grow() }
        slots[place(of: slot)] = slot
        count += 1
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(), count: old.count * 2)
        for slot in old where !slot.isFree { slots[place(of: slot)] = slot }
    }

    /// Where the host is, or the free slot where it belongs.
    private func place(of wanted: Slot) -> Int {
        let last = slots.count - 1
        var place = Int(truncatingIfNeeded: wanted.hash) & last
        while !slots[place].isFree, !slots[place].isSameHost(as: wanted) { place = (place + 1) & last }
        return place
    }

    /// A host's hash, keyed anew in every process, so that nobody can choose hosts that collide; its domain is missing.
    private static func slot(of host: Span<UInt8>, _ isAddress: Bool) -> Slot {
        var hasher = Hasher()
        unsafe host.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        hasher.combine(isAddress)
        var rest = hasher
        rest.combine(true)
        return Slot(
            hash: UInt64(bitPattern: Int64(hasher.finalize())),
            rest: UInt64(bitPattern: Int64(rest.finalize())) << 8
        )
    }
}
