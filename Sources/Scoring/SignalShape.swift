// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a signal's row says of it in one word: its kind, its status, and which of the words it has that not all have.
struct SignalShape {
    /// The words that not every signal has, in the order in which they stand one behind the other: the person; the hash
    /// of the collapsing attributes; the group, for which there is room in every signal that may join one; and the
    /// strength, where it is not 1.
    enum RareWord: UInt64 {
        case person = 0x10
        case groupKey = 0x20
        case group = 0x40
        case strength = 0x80
    }

    private static let statusBits: UInt64 = 0b11
    private static let gapBit: UInt64 = 1 << 2
    private static let groupBit: UInt64 = 1 << 3
    private static let rareBits: UInt64 = 0xF0
    private static let kindPlace: UInt64 = 8

    /// As it stands in the row.
    private(set) var word: UInt64

    /// The bit of a row's word without a signal any more.
    static var gap: UInt64 { gapBit }

    /// That which stands in a row.
    @inline(__always)
    init(word: UInt64) { self.word = word }

    /// That of a signal of these terms.
    @inline(__always)
    init(_ terms: SignalTerms) {
        word = UInt64(terms.status.rawValue) | UInt64(terms.kind) << Self.kindPlace
        if terms.person != nil { word |= RareWord.person.rawValue }
        if terms.groupKey != nil { word |= RareWord.groupKey.rawValue | RareWord.group.rawValue }
        if terms.group != nil { word |= RareWord.group.rawValue | Self.groupBit }
        if terms.strength != 1 { word |= RareWord.strength.rawValue }
    }

    /// Whether there is no signal any more.
    @inline(__always)
    var isGap: Bool { word & Self.gapBit != 0 }

    /// The place of its kind among the model's kinds.
    @inline(__always)
    var kind: Int { Int(word >> Self.kindPlace) }

    /// What became of it.
    @inline(__always)
    var status: RememberedSignal.Status {
        get { RememberedSignal.Status(rawValue: UInt8(word & Self.statusBits)) ?? .retracted }
        set { word = word & ~Self.statusBits | UInt64(newValue.rawValue) }
    }

    /// Whether it is in a group.
    @inline(__always)
    var isInGroup: Bool {
        get { word & Self.groupBit != 0 }
        set { word = newValue ? word | Self.groupBit : word & ~Self.groupBit }
    }

    /// Whether it has such a word.
    @inline(__always)
    func has(_ rare: RareWord) -> Bool { word & rare.rawValue != 0 }

    /// How many bytes stand in front of such a word.
    @inline(__always)
    func bytes(before rare: RareWord) -> Int { Self.bytes(of: word & (rare.rawValue - 1)) }

    /// How many bytes its rare words take.
    @inline(__always)
    var rareBytes: Int { Self.bytes(of: word) }

    @inline(__always)
    private static func bytes(of word: UInt64) -> Int {
        // How many of four bits are set, times eight: not every processor counts bits.
        let bits = (word & rareBits) >> 4
        return Int(truncatingIfNeeded: (0x4332_3221_3221_2110 as UInt64) &>> (bits * 4) & 0xF) * 8
    }
}
