// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension AccountTable {
    /// How many bytes of memory a table takes, by what they hold.
    ///
    /// What profiles and dispositions hold beyond their fixed parts is left out.
    public struct Footprint: Hashable, Sendable {
        /// The table in which accounts are found by their ids.
        public var index = 0
        /// The ids themselves.
        public var ids = 0
        /// The sums of each kind that ticks score by.
        public var accumulators = 0
        /// What ticks need beside them.
        public var summaries = 0
        /// What an account takes of which nothing is remembered.
        public var fixed = 0
        /// The words of the signals that are remembered of accounts that are awake.
        public var signals = 0
        /// The ids and details that people are told of these signals.
        public var texts = 0
        /// The groups, evicted places and retractions of accounts that are awake, and the persons of all.
        public var others = 0
        /// How many signals accounts that are awake remember.
        public var signalCount = 0
        /// The state records of accounts at rest.
        public var records = 0
        /// The words of the signals in them.
        public var recordedSignals = 0
        /// The ids and details of these signals, and the texts of profiles and dispositions with them.
        public var recordedTexts = 0
    }

    /// The bytes that the table takes now.
    ///
    /// Room for further accounts is left out: such large arrays have pages of their own, which the system gives when
    /// they are written to.
    public var footprint: Footprint {
        var footprint = Footprint()
        footprint.index = indices.slots.count * 8
        footprint.accumulators = accumulators.packed.count * MemoryLayout<PackedAccumulators.Packed>.stride
        footprint.summaries = count * MemoryLayout<Summary>.stride
        footprint.fixed = count * MemoryLayout<Account>.stride
        for index in 0..<count {
            footprint.ids += Int(accounts[index].id.count)
            add(accounts[index].memory, to: &footprint)
            if isAtRest(index) { arena.read(accounts[index].record) { add($0, to: &footprint) } }
        }
        return footprint
    }

    private func add(_ bytes: Span<UInt8>, to footprint: inout Footprint) {
        footprint.records += bytes.count
        // What rests has been read or written before; of anything else there would be nothing to tell.
        guard let record = try? StateRecord(bytes) else { return }
        func total(_ fields: [StateField]) -> Int { fields.reduce(0) { $0 + record.range(of: $1).count } }
        footprint.recordedSignals += total([
            .identities, .offsets, .times, .strengths, .shapes, .persons, .keys, .groups,
        ])
        footprint.recordedTexts += total([.idLengths, .details, .detailNumbers, .texts])
    }

    private func add(_ memory: borrowing AccountMemory, to footprint: inout Footprint) {
        let (signals, texts) = memory.signals.byteCount
        footprint.signals += signals
        footprint.texts += texts
        footprint.signalCount += memory.signals.count
        footprint.others +=
            memory.groups.byteCount + memory.evictedPlaces.byteCount + memory.rareByteCount
            + memory.retractions.capacity * MemoryLayout<PendingRetraction>.stride
            + memory.committee.capacity * MemoryLayout<CommitteeMember>.stride
    }
}
