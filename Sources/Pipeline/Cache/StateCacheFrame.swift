// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A frame of a cached state: a head of three words, a payload, and the check of all that and of all frames before.
///
/// The head is `magic and kind`, `bytes of payload` and the check up to there, so that a length that is not the one
/// that was written is found before anything is made of it. All numbers are little-endian.
struct StateCacheFrame {
    /// What a frame holds.
    enum Kind: UInt8 {
        /// Whose state it is; the first frame and no other.
        case header = 1
        /// Accounts' state records.
        case accounts = 2
        /// That what stands before is the state up to an offset.
        case commit = 3
    }

    /// Bytes before the payload.
    static let headLength = 24
    /// Bytes behind the payload.
    static let tailLength = 8

    /// What the frame holds.
    var kind: Kind
    /// Where its payload lies.
    var payload: Range<Int>
    /// The check at its end, from which the next frame's goes on.
    var checksum: StateCacheChecksum

    /// The offset of the next frame.
    var end: Int { payload.upperBound + Self.tailLength }

    /// The head's first word.
    static func mark(_ kind: Kind) -> UInt64 {
        // "hotlist" in ASCII, and the kind.
        0x6C69_7374_686F_7400 | UInt64(kind.rawValue)
    }

    /// The frame at `offset` if it is whole and right and follows on frames of the check `previous`.
    init?(in bytes: borrowing Span<UInt8>, at offset: Int, after previous: StateCacheChecksum) {
        guard bytes.count - offset >= Self.headLength + Self.tailLength else { return nil }
        let mark = bytes.word(at: offset)
        let length = bytes.word(at: offset + 8)
        var checksum = previous
        checksum.add(mark)
        checksum.add(length)
        guard bytes.word(at: offset + 16) == checksum.state,
            let kind = Kind(rawValue: UInt8(truncatingIfNeeded: mark)), mark == Self.mark(kind),
            length <= UInt64(bytes.count - offset - Self.headLength - Self.tailLength)
        else { return nil }
        let start = offset + Self.headLength
        let payload = start..<start + Int(length)
        checksum.add(bytes, payload)
        guard bytes.word(at: payload.upperBound) == checksum.state else { return nil }
        self.kind = kind
        self.payload = payload
        self.checksum = checksum
    }
}

extension Span<UInt8> {
    /// The 8 bytes at `offset` as a number, the lowest first.
    func word(at offset: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<8 { word |= UInt64(self[offset + index]) << UInt64(8 * index) }
        return word
    }

    /// The 4 bytes at `offset` as a number, the lowest first.
    func halfWord(at offset: Int) -> UInt32 {
        var word: UInt32 = 0
        for index in 0..<4 { word |= UInt32(self[offset + index]) << UInt32(8 * index) }
        return word
    }
}

extension [UInt8] {
    /// Appends a number as 8 bytes, the lowest first.
    mutating func append(word: UInt64) {
        for index in 0..<8 { append(UInt8(truncatingIfNeeded: word >> UInt64(8 * index))) }
    }

    /// Appends a number as 4 bytes, the lowest first.
    mutating func append(halfWord: UInt32) {
        for index in 0..<4 { append(UInt8(truncatingIfNeeded: halfWord >> UInt32(8 * index))) }
    }

    /// Writes a number over the 8 bytes at `offset`, the lowest first.
    mutating func set(word: UInt64, at offset: Int) {
        for index in 0..<8 { self[offset + index] = UInt8(truncatingIfNeeded: word >> UInt64(8 * index)) }
    }
}
