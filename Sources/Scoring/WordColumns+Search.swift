// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

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
        let head = head
        let slots = Int(head.lowest)..<Int(head.highest)
        guard !slots.isEmpty else { return nil }
        let wanted = WantedMarks(
            first: Self.place(of: mark, head),
            second: second.map { Self.place(of: $0, head) },
            value
        )
        return unsafe bytes.withUnsafeBytes { bytes in
            let words = unsafe Words(bytes, head)
            var slot = slots.lowerBound
            while slot < slots.upperBound {
                // Among many, four times sixteen at once.
                if slot + 64 <= slots.upperBound, unsafe !wanted.areFound(among: bytes, from: slot) {
                    slot += 64
                    continue
                }
                let found = unsafe ~wanted.others(among: bytes, from: slot)
                for half in 0..<2 {
                    var bits = UInt64(littleEndian: found[half])
                    while bits != 0 {
                        let place = slot + half * 8 + bits.trailingZeroBitCount / 8
                        // What stands behind the marks may look like one.
                        guard place < slots.upperBound else { return nil }
                        if matches(words, place) { return place }
                        bits &= bits - 1
                    }
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
    private let places: (first: Int, second: Int?)
    /// What they are to be, in each byte.
    private let wanted: (first: SIMD2<UInt64>, second: SIMD2<UInt64>)

    @inline(__always)
    init(first: Int, second: Int?, _ value: UInt64) {
        places = (first, second)
        wanted = (
            SIMD2(repeating: (value & 0xFF) &* 0x0101_0101_0101_0101),
            SIMD2(repeating: (value >> 8 & 0xFF) &* 0x0101_0101_0101_0101)
        )
    }

    /// Whether one of the 64 rows from `slot` on has them.
    @inline(__always)
    func areFound(among bytes: UnsafeRawBufferPointer, from slot: Int) -> Bool {
        let all =
            unsafe others(among: bytes, from: slot) & others(among: bytes, from: slot + 16)
            & others(among: bytes, from: slot + 32) & others(among: bytes, from: slot + 48)
        return all[0] & all[1] != .max
    }

    /// All bits but the highest of each byte whose row, of the 16 from `slot` on, has them.
    ///
    /// With sixteen bytes the standard library would compare one at a time.
    @inline(__always)
    func others(among bytes: UnsafeRawBufferPointer, from slot: Int) -> SIMD2<UInt64> {
        var differences =
            unsafe bytes.loadUnaligned(fromByteOffset: places.first + slot, as: SIMD2.self) ^ wanted.first
        if let second = places.second {
            differences |=
                unsafe bytes.loadUnaligned(fromByteOffset: second + slot, as: SIMD2.self) ^ wanted.second
        }
        let low = SIMD2<UInt64>(repeating: 0x7F7F_7F7F_7F7F_7F7F)
        // Only where a byte differs is its highest bit set, or carried into by the others.
        return ((differences & low) &+ low) | differences | low
    }
}
