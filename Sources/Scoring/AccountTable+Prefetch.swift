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
            arena.prefetch(ids[index])
        }
    }

    private static func hash(_ signal: borrowing CompactSignal) -> UInt32 {
        AccountIndex.hash(signal.bytes.span.extracting(signal.account))
    }

    private mutating func prefetchAccount(_ index: Int) {
        Self.prefetch(ids, index)
        Self.prefetch(records, index)
        Self.prefetch(summaries, index)
        Self.prefetch(memories, index)
        Self.prefetch(accumulators.packed, index * model.kinds.count)
    }

    private static func prefetch<Element>(_ elements: [Element], _ index: Int) {
        unsafe elements.withUnsafeBytes { bytes in
            let stride = MemoryLayout<Element>.stride
            for line in Swift.stride(from: index * stride, to: (index + 1) * stride, by: 64) {
                unsafe cscoring_prefetch(bytes.baseAddress?.advanced(by: line))
            }
        }
    }
}

extension AccountIndex {
    /// Begins to bring the slot near where an account of this hash would be.
    func prefetch(_ hash: UInt32) {
        guard !slots.isEmpty else { return }
        unsafe slots.withUnsafeBytes { bytes in
            let place = Int(hash) & (slots.count - 1)
            unsafe cscoring_prefetch(bytes.baseAddress?.advanced(by: place * 8))
        }
    }
}

extension ByteArena {
    /// Begins to bring the string at `place` near.
    func prefetch(_ place: Place) {
        read(place) { bytes in
            unsafe bytes.withUnsafeBytes { unsafe cscoring_prefetch($0.baseAddress) }
        }
    }
}

extension WordColumns {
    /// Begins to bring near what there is of few rows; many are of accounts that are near anyway.
    func prefetch() {
        unsafe words.withUnsafeBytes { bytes in
            for line in stride(from: 0, to: min(bytes.count, 640), by: 64) {
                unsafe cscoring_prefetch(bytes.baseAddress?.advanced(by: line))
            }
        }
    }
}

extension SignalHistory {
    /// Begins to bring near what the next signal is compared with.
    func prefetch() {
        rows.prefetch()
    }
}
