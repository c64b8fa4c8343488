// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The check over the frames of a cached state: a 64-bit state that takes in 8-byte words.
///
/// A step is `state = rotate((state ^ word) * odd)`. For a given word each of its parts (exclusive or, multiplication
/// by an odd number modulo 2^64, rotation) maps the states one to one, and so it does the words for a given state.
/// Long runs of words go in turn into four such states, since a step has to wait for the one before; at the end the
/// other three are taken into the first as if they were words. Each word goes into one state, and what is made of it
/// is one to one at every step: two inputs of equal length that differ within one word end in different states. So a
/// change within one word is always found; anything else goes unseen once in 2^64 times. It is no cryptography: who
/// can write the cache may also run the daemon.
struct StateCacheChecksum: Hashable {
    /// Odd, with about as many ones as zeros, so that a product depends on all lower bits.
    private static let multiplier: UInt64 = 0x9FB2_1C65_1E98_DF25

    /// What every sequence of frames begins with; not 0, which zeros would leave as it is.
    static let start = StateCacheChecksum(state: 0x6865_6C64_5F73_7461)

    /// The check of all that was taken in.
    private(set) var state: UInt64

    /// The check that stands for what has been taken in before.
    init(state: UInt64) {
        self.state = state
    }

    /// Takes in a word.
    mutating func add(_ word: UInt64) {
        state = Self.step(state, word)
    }

    @inline(__always) private static func step(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word) &* multiplier
        return product << 29 | product >> 35
    }

    /// Takes in the bytes of `range`, eight at a time; the last word is filled up with zeros.
    ///
    /// How many bytes there are is for the caller to take in, or zeros at the end would not count.
    mutating func add(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
        let piece = bytes.extracting(range)
        // `extracting` has checked the range, and every load lies in it.
        state = unsafe piece.withUnsafeBytes { unsafe Self.run(state, $0) }
    }

    private static func run(_ state: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var (first, second, third, fourth) = (state, start.state, start.state << 1, start.state << 2)
        var offset = 0
        while bytes.count - offset >= 32 {
            first = unsafe step(first, word(bytes, offset))
            second = unsafe step(second, word(bytes, offset + 8))
            third = unsafe step(third, word(bytes, offset + 16))
            fourth = unsafe step(fourth, word(bytes, offset + 24))
            offset += 32
        }
        if offset > 0 { first = step(step(step(first, second), third), fourth) }
        while bytes.count - offset >= 8 {
            first = unsafe step(first, word(bytes, offset))
            offset += 8
        }
        guard offset < bytes.count else { return first }
        var last: UInt64 = 0
        for index in offset..<bytes.count {
            last |= unsafe UInt64(bytes[index]) << UInt64(8 * (index - offset))
        }
        return step(first, last)
    }

    @inline(__always) private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
