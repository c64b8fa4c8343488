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
        let wanted = UInt16(truncatingIfNeeded: value)
        return unsafe bytes.withUnsafeBytes { bytes in
            let words = unsafe Words(bytes, head)
            var slot = slots.lowerBound
            while slot < slots.upperBound {
                let place = first + slot * 2
                // Among many, four times eight at once.
                if slot + 32 <= slots.upperBound,
                    unsafe !Self.hasMark(bytes.loadUnaligned(fromByteOffset: place, as: SIMD32.self), wanted)
                {
                    slot += 32
                    continue
                }
                let marks = unsafe bytes.loadUnaligned(fromByteOffset: place, as: SIMD8<UInt16>.self)
                if Self.hasMark(marks, wanted) {
                    for place in slot..<min(slot + 8, slots.upperBound)
                    where marks[place - slot] == wanted && matches(words, place) {
                        return place
                    }
                }
                slot += 8
            }
            return nil
        }
    }

    @inline(__always)
    private static func hasMark(_ marks: SIMD32<UInt16>, _ wanted: UInt16) -> Bool {
        let wanted = SIMD8<UInt16>(repeating: wanted)
        let half = marks.lowHalf.lowHalf .== wanted .| marks.lowHalf.highHalf .== wanted
        let other = marks.highHalf.lowHalf .== wanted .| marks.highHalf.highHalf .== wanted
        return isAny(half .| other)
    }

    @inline(__always)
    private static func hasMark(_ marks: SIMD8<UInt16>, _ wanted: UInt16) -> Bool {
        isAny(marks .== SIMD8(repeating: wanted))
    }

    /// Whether any is set: two comparisons, where the standard library's `any` makes eight.
    @inline(__always)
    private static func isAny(_ marks: SIMDMask<SIMD8<Int16>>) -> Bool {
        let bits = unsafe unsafeBitCast(
            SIMD8<UInt16>(repeating: 0).replacing(with: .max, where: marks),
            to: SIMD2<UInt64>.self
        )
        return bits[0] | bits[1] != 0
    }
}
