// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension WordColumns {
    /// The first slot whose row has the mark `value` and of which `matches` holds.
    @inline(__always)
    func firstSlot(_ mark: Mark, _ value: UInt64, where matches: (Words, Int) -> Bool) -> Int? {
        let head = head
        let slots = Int(head.lowest)..<Int(head.highest)
        guard !slots.isEmpty else { return nil }
        let first = Self.place(of: mark, head)
        let wanted = SIMD2(repeating: (value & 0xFF) &* 0x0101_0101_0101_0101)
        return unsafe bytes.withUnsafeBytes { bytes in
            let words = unsafe Words(bytes, head)
            var slot = slots.lowerBound
            while slot < slots.upperBound {
                let place = first + slot
                // Among many, four times sixteen at once.
                if slot + 64 <= slots.upperBound, unsafe !Self.areFound(wanted, among: bytes, at: place) {
                    slot += 64
                    continue
                }
                let found = unsafe ~Self.others(
                    bytes.loadUnaligned(fromByteOffset: place, as: SIMD2.self),
                    wanted
                )
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

    /// Whether one of the 64 marks at `place` is wanted.
    @inline(__always)
    private static func areFound(
        _ wanted: SIMD2<UInt64>,
        among bytes: UnsafeRawBufferPointer,
        at place: Int
    ) -> Bool {
        func distinct(_ distance: Int) -> SIMD2<UInt64> {
            unsafe others(bytes.loadUnaligned(fromByteOffset: place + distance, as: SIMD2.self), wanted)
        }
        let all = distinct(0) & distinct(16) & distinct(32) & distinct(48)
        return all[0] & all[1] != .max
    }

    /// All bits but the highest of each byte that is as the one of `wanted`.
    ///
    /// With sixteen bytes the standard library would compare one at a time.
    @inline(__always)
    private static func others(_ marks: SIMD2<UInt64>, _ wanted: SIMD2<UInt64>) -> SIMD2<UInt64> {
        let differences = marks ^ wanted
        let low = SIMD2<UInt64>(repeating: 0x7F7F_7F7F_7F7F_7F7F)
        // Only where a byte differs is its highest bit set, or carried into by the others.
        return ((differences & low) &+ low) | differences | low
    }
}
