// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CSixteenBytes

extension WordColumns {
    /// The first slot whose row has the lowest byte of `value` for a mark, the next byte for a second mark if there is
    /// one, and of which `matches` holds.
    @inline(__always)
    func firstSlot(
        _ mark: Mark,
        and second: Mark? = nil,
        _ value: UInt64,
        where matches: (Words, Int) -> Bool
    ) -> Int? {
        let head = memory.head
        let slots = Int(head.lowest)..<Int(head.highest)
        guard !slots.isEmpty else { return nil }
        let wanted = WantedMarks(
            first: Self.place(of: mark, head),
            second: second.map { Self.place(of: $0, head) },
            value
        )
        return unsafe memory.withUnsafeBytes { bytes in
            let words = unsafe Words(bytes, head)
            var slot = slots.lowerBound
            while slot < slots.upperBound {
                // Among many, four times sixteen at once.
                if slot + 64 <= slots.upperBound, unsafe !wanted.areFound(among: bytes, from: slot) {
                    slot += 64
                    continue
                }
                var found = unsafe wanted.places(among: bytes, from: slot)
                while found != 0 {
                    let place = slot + found.trailingZeroBitCount
                    // What stands behind the marks may look like one.
                    guard place < slots.upperBound else { return nil }
                    if matches(words, place) { return place }
                    found &= found - 1
                }
                slot += 16
            }
            return nil
        }
    }
}

/// Marks that are looked for, sixteen of them at a time.
private struct WantedMarks {
    /// Where the marks of the first slot stand.
    private let starts: (first: Int, second: Int?)
    /// What they are to be, in each byte.
    private let wanted: (first: SIMD2<UInt64>, second: SIMD2<UInt64>)

    @inline(__always)
    init(first: Int, second: Int?, _ value: UInt64) {
        starts = (first, second)
        wanted = (
            SIMD2(repeating: (value & 0xFF) &* 0x0101_0101_0101_0101),
            SIMD2(repeating: (value >> 8 & 0xFF) &* 0x0101_0101_0101_0101)
        )
    }

    /// Whether one of the 64 rows from `slot` on has them.
    @inline(__always)
    func areFound(among bytes: UnsafeRawBufferPointer, from slot: Int) -> Bool {
        let any =
            unsafe places(among: bytes, from: slot) | places(among: bytes, from: slot + 16)
            | places(among: bytes, from: slot + 32) | places(among: bytes, from: slot + 48)
        return any != 0
    }

    /// Which of the 16 rows from `slot` on have them: a bit for each, the first row's lowest.
    @inline(__always)
    func places(among bytes: UnsafeRawBufferPointer, from slot: Int) -> UInt16 {
        let places = unsafe sixteen_bytes_equal(
            bytes.loadUnaligned(fromByteOffset: starts.first + slot, as: SIMD2.self),
            wanted.first
        )
        guard let second = starts.second else { return places }
        return unsafe places
            & sixteen_bytes_equal(
                bytes.loadUnaligned(fromByteOffset: second + slot, as: SIMD2.self),
                wanted.second
            )
    }
}
