// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CScoring
public import Events

/// Most of the time that an event takes is spent waiting for the memory of its account. For those of several events it
/// can be waited for at once, if it is asked for before they are folded.
extension AccountTable {
    /// Of how many events the accounts are asked for at a time.
    public static let prefetchLimit = 16

    /// Begins to bring near what the fold of these events, at most `prefetchLimit`, will read.
    ///
    /// It changes nothing, and may, so that the table is not copied for it.
    public mutating func prefetch(_ events: Span<JournalEvent>) {
        var hashes = InlineArray<16, UInt32>(repeating: 0)
        var accounts = InlineArray<16, Int>(repeating: -1)
        let count = min(events.count, Self.prefetchLimit)
        // Each round asks for what the answers of the round before lead to.
        for number in 0..<count {
            hashes[number] = Self.hash(events[number].signal)
            indices.prefetch(hashes[number])
        }
        for number in 0..<count {
            guard let index = indices.likelyIndex(hashes[number]) else { continue }
            accounts[number] = index
            prefetchAccount(index)
        }
        for number in 0..<count where accounts[number] >= 0 {
            let index = accounts[number]
            memories.span[index].signals.prefetch()
            memories.span[index].groups.prefetch()
            memories.span[index].committee.prefetch()
            arena.prefetch(ids[index])
        }
        for number in 0..<count where accounts[number] >= 0 {
            memories.span[accounts[number]].signals.prefetchTexts()
        }
    }

    private static func hash(_ signal: borrowing CompactSignal) -> UInt32 {
        AccountIndex.hash(signal.bytes.span.extracting(signal.account))
    }

    private mutating func prefetchAccount(_ index: Int) {
        ids.prefetch(index..<index + 1)
        records.prefetch(index..<index + 1)
        summaries.prefetch(index..<index + 1)
        memories.prefetch(index..<index + 1)
        accumulators.packed.prefetch(index * model.kinds.count..<(index + 1) * model.kinds.count)
    }
}

extension Array {
    /// Begins to bring elements near, of which there need not be so many.
    @inline(__always)
    fileprivate func prefetch(_ elements: Range<Int>) {
        let stride = MemoryLayout<Element>.stride
        prefetch(bytes: elements.lowerBound * stride..<elements.upperBound * stride)
    }

    /// Begins to bring near what the array knows of itself, which stands in front of its elements, and the first
    /// elements.
    fileprivate func prefetch() {
        prefetch(bytes: -32..<32)
    }

    @inline(__always)
    fileprivate func prefetch(bytes range: Range<Int>) {
        unsafe withUnsafeBytes { bytes in
            for line in Swift.stride(from: range.lowerBound, to: range.upperBound, by: 64) {
                unsafe cscoring_prefetch(bytes.baseAddress?.advanced(by: line))
            }
        }
    }
}

extension AccountIndex {
    /// Begins to bring the slot near where an account of this hash would be.
    fileprivate func prefetch(_ hash: UInt32) {
        let place = Int(hash) & (slots.count - 1)
        slots.prefetch(place..<place + 1)
    }
}

extension ByteArena {
    /// Begins to bring the string at `place` near.
    fileprivate func prefetch(_ place: Place) {
        read(place) { bytes in
            unsafe bytes.withUnsafeBytes { unsafe cscoring_prefetch($0.baseAddress) }
        }
    }
}

extension WordColumns {
    /// Begins to bring near what there is of few rows; many are of accounts that are near anyway.
    fileprivate func prefetch() {
        words.prefetch(bytes: -32..<576)
    }
}

extension SignalHistory {
    /// Begins to bring near what the next signal is compared with.
    fileprivate func prefetch() {
        rows.prefetch()
        texts.bytes.prefetch()
    }

    /// Begins to bring near where the texts of the next signal go, once it is near how many there are.
    fileprivate func prefetchTexts() {
        let end = texts.bytes.count
        texts.bytes.prefetch(end..<end + 64)
    }
}

extension CollapseGroups {
    /// Begins to bring near what the next signal is compared with.
    fileprivate func prefetch() {
        rows.prefetch()
    }
}
