// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// Accounts at rest: what only the fold and explanations need of them is kept as the bytes of their state records.
///
/// A record is much smaller than its signals are as values, and a restore need not make those at all. The next event
/// of the account wakes it. Nothing that can be asked of a table depends on which of its accounts rest.
extension AccountTable {
    /// Makes room for `count` accounts in all, so that they are not moved again and again as they come.
    ///
    /// Room that is not used is not touched, and costs addresses only.
    public mutating func reserve(_ count: Int) {
        room = max(room, count)
        accumulators.reserveCapacity(count * model.kinds.count)
        summaries.reserveCapacity(count)
        accounts.reserveCapacity(count)
    }

    /// Puts the state in a record that was taken under a model of the same fold description in the place of the
    /// account's own; the account rests in it.
    ///
    /// - Parameters:
    ///   - id: the account's id.
    ///   - bytes: the record.
    /// - Returns: the account's index.
    /// - Throws: where the bytes are no state of such a model; the table is as it was.
    @discardableResult
    public mutating func restore(
        _ id: Span<UInt8>,
        record bytes: Span<UInt8>
    ) throws(StateRecordError) -> Int {
        var latest: Timestamp?
        let memory = try read(bytes, latestSignal: &latest)
        let index = indexForWriting(id)
        put(memory, latestSignal: latest, at: index)
        accounts[index].record = arena.append(bytes)
        moveIfSparse()
        return index
    }

    /// Takes over the memory that ids and records lie in, at most 4 GiB, so that these need not be copied.
    public mutating func adopt(_ bytes: [UInt8]) -> AdoptedBytes {
        AdoptedBytes(bytes: bytes, chunk: arena.adopt(bytes))
    }

    /// Puts the state in a record in the place of the account's own, where both lie in adopted memory.
    ///
    /// Without a record the account is as though nothing had ever been known of it, but it is in the table: who knows
    /// of it in spite of that must still be told when it is erased.
    ///
    /// - Throws: where the record is no state of such a model; the table is as it was.
    public mutating func restore(
        _ id: Range<Int>,
        record: Range<Int>?,
        of adopted: AdoptedBytes
    ) throws(StateRecordError) {
        let bytes = adopted.bytes.span
        func index() -> Int {
            indexForWriting(bytes.extracting(id)) { arena, _ in arena.keep(id, of: adopted.chunk) }
        }
        guard let record else {
            clear(index(), through: AccountMemory().foldedThrough)
            return
        }
        var latest: Timestamp?
        let memory = try read(bytes.extracting(record), latestSignal: &latest)
        let index = index()
        put(memory, latestSignal: latest, at: index)
        accounts[index].record = arena.keep(record, of: adopted.chunk)
    }

    /// The state record of the account at `index`; nil if there is nothing to keep of it.
    public func record(at index: Int) -> [UInt8]? {
        if isAtRest(index) {
            return arena.read(accounts[index].record) {
                unsafe $0.withUnsafeBufferPointer { unsafe Array($0) }
            }
        }
        return isVacant(at: index) ? nil : accounts[index].memory.record(accumulators(at: index))
    }

    /// Lets the account at `index` rest in `record`, which must be the one that it has now.
    public mutating func rest(_ index: Int, in record: [UInt8]) {
        releaseRecord(of: index)
        accounts[index].record = arena.append(record.span)
        accounts[index].memory.forgetSignals()
        moveIfSparse()
    }

    /// Wakes the account at `index`, so that its signals can be folded into.
    mutating func wake(_ index: Int) {
        guard isAtRest(index) else { return }
        accounts[index].memory = memory(at: index)
        releaseRecord(of: index)
    }

    /// What is remembered of the account at `index`, at rest or not.
    func memory(at index: Int) -> AccountMemory {
        guard isAtRest(index) else { return accounts[index].memory }
        let whole = arena.read(accounts[index].record) { record in
            var accumulators: [Accumulator] = []
            var latest: Timestamp?
            return try? AccountMemory(record, keepsSignals: true, &accumulators, latestSignal: &latest)
        }
        // This process has read it or written it before, and nothing but memory lies between.
        precondition(whole != nil, "A record at rest cannot be read any more")
        var memory = accounts[index].memory
        memory.signals = whole?.signals ?? []
        memory.groups = whole?.groups ?? []
        memory.evictedPlaces = whole?.evictedPlaces ?? []
        memory.retractions = whole?.retractions ?? []
        return memory
    }

    func isAtRest(_ index: Int) -> Bool {
        accounts[index].record != .none
    }

    mutating func releaseRecord(of index: Int) {
        arena.release(accounts[index].record)
        accounts[index].record = .none
    }

    /// Reads all of a record but its signals, the accumulators into `scratch`.
    private mutating func read(
        _ record: Span<UInt8>,
        latestSignal: inout Timestamp?
    ) throws(StateRecordError) -> AccountMemory {
        let memory = try AccountMemory(record, keepsSignals: false, &scratch, latestSignal: &latestSignal)
        guard scratch.count == model.kinds.count else {
            throw .malformed(field: "sums", problem: "are not one for each kind of the model")
        }
        return memory
    }

    /// Closes the gaps that records have left, once they take more than what is left.
    private mutating func moveIfSparse() {
        guard arena.isSparse else { return }
        var dense = ByteArena()
        for index in accounts.indices {
            accounts[index].id = arena.read(accounts[index].id) { dense.append($0) }
            if isAtRest(index) {
                accounts[index].record = arena.read(accounts[index].record) { dense.append($0) }
            }
        }
        arena = dense
    }
}

/// Memory that a table has taken over.
public struct AdoptedBytes: Sendable {
    fileprivate let bytes: [UInt8]
    fileprivate let chunk: Int
}

extension AccountMemory {
    /// Forgets what only the fold and explanations need.
    fileprivate mutating func forgetSignals() {
        signals = []
        groups = []
        evictedPlaces = []
        retractions = []
    }
}

extension String {
    /// The text of UTF-8 bytes.
    init(copying bytes: borrowing Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
