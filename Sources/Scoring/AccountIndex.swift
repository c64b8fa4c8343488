// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Finds accounts by their ids: an open-addressing table of their indices, by the ids' hashes.
///
/// Each slot keeps 32 bits of the hash beside the index, so that an id is only compared where it is most likely the
/// one, and growing needs no id at all.
struct AccountIndex: Sendable {
    /// A power of two many slots: the upper half is of the hash, the lower half the index plus 1; 0 is free.
    private(set) var slots: [UInt64] = []
    private var count = 0

    /// Makes room for `count` accounts in all.
    mutating func reserve(_ count: Int) {
        // At most three quarters are in use.
        var size = max(16, slots.count)
        while size / 4 * 3 < count { size *= 2 }
        guard size > slots.count else { return }
        let old = slots
        slots = Array(repeating: 0, count: size)
        for slot in old where slot != 0 {
            var place = Int(truncatingIfNeeded: slot >> 32) & (size - 1)
            while slots[place] != 0 { place = (place + 1) & (size - 1) }
            slots[place] = slot
        }
    }

    /// The index of the account of which `isAccount` says that it is the one of this hash; nil if it is not there.
    func index(_ hash: UInt32, where isAccount: (Int) -> Bool) -> Int? {
        guard !slots.isEmpty else { return nil }
        let slot = slots[place(hash, where: isAccount)]
        return slot == 0 ? nil : Self.index(in: slot)
    }

    /// The index of an account that has this hash, most likely the one that is looked for; nil if there is none.
    func likelyIndex(_ hash: UInt32) -> Int? {
        index(hash) { _ in true }
    }

    /// Puts in an account that is not there.
    mutating func insert(_ index: Int, _ hash: UInt32) {
        reserve(count + 1)
        slots[place(hash) { _ in false }] = UInt64(hash) << 32 | UInt64(index + 1)
        count += 1
    }

    /// The slot that the account is in, or the free one where it belongs.
    private func place(_ hash: UInt32, where isAccount: (Int) -> Bool) -> Int {
        var place = Int(hash) & (slots.count - 1)
        while slots[place] != 0 {
            if slots[place] >> 32 == UInt64(hash), isAccount(Self.index(in: slots[place])) { break }
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }

    private static func index(in slot: UInt64) -> Int {
        Int(slot & 0xffff_ffff) - 1
    }
}
