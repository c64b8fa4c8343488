// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CPrefetch

/// Most of the time that an event takes is spent waiting for the memory of its account. For those of several events it
/// can be waited for at once, if it is asked for before they are folded.
///
/// Arrays of accounts are found by their addresses: one that is asked for its memory counts the reference in it, and
/// that would be waited for.
extension AccountTable {
    /// Of how many events the accounts are asked for at a time.
    public static let prefetchLimit = 32

    /// Begins to bring near what the fold of events of the accounts with these hashes, at most `prefetchLimit`, will
    /// read.
    ///
    /// It changes nothing, and may, so that the table is not copied for it.
    public mutating func prefetch(_ accountHashes: Span<UInt32>) {
        var known = InlineArray<32, Int>(repeating: -1)
        let count = min(accountHashes.count, Self.prefetchLimit)
        let (rows, others) = (Account.rows, Account.otherObjects)
        // Each round asks for what the answers of the round before lead to.
        for number in 0..<count {
            indices.prefetch(accountHashes[number])
        }
        for number in 0..<count {
            guard let index = indices.likelyIndex(accountHashes[number]) else { continue }
            known[number] = index
            prefetchAccount(index)
        }
        for number in 0..<count where known[number] >= 0 {
            let index = known[number]
            arena.prefetch(accounts[index].id)
            // All that an account with few signals has of them.
            object(rows, of: index).prefetch(0..<256)
            for (offset, bytes) in others { object(offset, of: index).prefetch(0..<bytes) }
        }
        for number in 0..<count where known[number] >= 0 {
            let rows = object(rows, of: known[number])
            guard let head = rows.head else { continue }
            let row = RowMemory.bytesStart + SignalHistory.Rows.nextRow(head)
            rows.prefetch(row..<row + 64)
            let entry = RowMemory.bytesStart + Int(head.count)
            rows.prefetch(entry..<entry + 128)
        }
    }

    /// Begins to bring near what scoring the accounts at `indices` will read.
    func prefetchScores(of indices: Span<Int32>) {
        for place in indices.indices {
            let index = Int(indices[place])
            summaries.prefetch(index..<index + 1)
            prefetchAccumulators(of: index)
        }
        for place in indices.indices where summaries[Int(indices[place])].persons > 0 {
            let index = Int(indices[place])
            accounts.prefetch(index..<index + 1)
        }
        let committee = Account.committee
        for place in indices.indices where summaries[Int(indices[place])].persons > 0 {
            object(committee, of: Int(indices[place])).prefetch(0..<160)
        }
    }

    private func prefetchAccumulators(of index: Int) {
        accumulators.packed.prefetch(index * model.kinds.count..<(index + 1) * model.kinds.count)
    }

    private mutating func prefetchAccount(_ index: Int) {
        summaries.prefetch(index..<index + 1)
        accounts.prefetch(index..<index + 1)
        prefetchAccumulators(of: index)
    }

    /// The object that is named at `offset` in what is remembered of the account at `index`.
    @inline(__always)
    private func object(_ offset: Int, of index: Int) -> ObjectAddress {
        unsafe accounts.withUnsafeBytes { bytes in
            let place = index * MemoryLayout<Account>.stride + offset
            return unsafe ObjectAddress(bytes.load(fromByteOffset: place, as: UnsafeRawPointer?.self))
        }
    }
}

extension AccountTable.Account {
    /// Where the memory of the signals' rows stands.
    fileprivate static let rows =
        MemoryLayout<AccountTable.Account>.offset(of: \.memory.signals.rows.memory) ?? 0

    /// Where the array of the persons stands.
    fileprivate static let committee = MemoryLayout<AccountTable.Account>.offset(of: \.memory.committee) ?? 0

    /// Where the other objects that the fold reads stand, and how many of their bytes it reads of an account with few
    /// signals; one with many is near anyway.
    fileprivate static let otherObjects: [(offset: Int, bytes: Int)] = {
        let objects: [(PartialKeyPath<AccountTable.Account>, Int)] = [
            (\.memory.groups.rows.memory, 96), (\.memory.committee, 96),
        ]
        return objects.compactMap { path, bytes in
            MemoryLayout<AccountTable.Account>.offset(of: path).map { ($0, bytes) }
        }
    }()
}

/// Where an object is, an array or the memory of rows, which is not kept for that; nowhere for the latter of no rows.
@safe
private struct ObjectAddress {
    private let address: UnsafeRawPointer?

    @inline(__always)
    init(_ address: UnsafeRawPointer?) {
        unsafe self.address = address
    }

    /// The head of the memory of rows; nil without any.
    @inline(__always)
    var head: RowMemory.Head? {
        unsafe address?.load(fromByteOffset: RowMemory.objectBytes, as: RowMemory.Head.self)
    }

    /// Begins to bring near these of its bytes, what it keeps of itself included, of which there need not be so many.
    @inline(__always)
    func prefetch(_ bytes: Range<Int>) {
        guard let address = unsafe address else { return }
        unsafe prefetchLines(address + bytes.lowerBound, bytes.count)
    }
}

/// Begins to bring near all lines of memory that `count` bytes, 1 or more, stand in.
@inline(__always)
private func prefetchLines(_ start: UnsafeRawPointer, _ count: Int) {
    for byte in stride(from: 0, to: count, by: 64) { unsafe prefetch_line(start + byte) }
    // Few begin where a line does.
    unsafe prefetch_line(start + count - 1)
}

extension Array {
    /// Begins to bring elements near.
    @inline(__always)
    fileprivate func prefetch(_ elements: Range<Int>) {
        let stride = MemoryLayout<Element>.stride
        unsafe withUnsafeBytes { bytes in
            guard let first = bytes.baseAddress else { return }
            unsafe prefetchLines(first + elements.lowerBound * stride, elements.count * stride)
        }
    }
}

extension AccountIndex {
    /// Begins to bring the slot near where an account of this hash would be.
    @inline(__always)
    fileprivate func prefetch(_ hash: UInt32) {
        guard !slots.isEmpty else { return }
        let place = Int(hash) & (slots.count - 1)
        slots.prefetch(place..<place + 1)
    }
}

extension ByteArena {
    /// Begins to bring the string at `place` near.
    @inline(__always)
    fileprivate func prefetch(_ place: Place) {
        read(place) { bytes in
            unsafe bytes.withUnsafeBytes { bytes in
                guard let first = bytes.baseAddress else { return }
                unsafe prefetchLines(first, bytes.count)
            }
        }
    }
}
