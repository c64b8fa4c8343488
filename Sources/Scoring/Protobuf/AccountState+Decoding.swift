// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

extension AccountState {
    /// The state of `account` in the bytes of a record's value; `restore` wants the kinds of the model it is from.
    ///
    /// - Throws: `StateRecordError` where the bytes are no such message, are of another version, or hold what
    ///   cannot be; a state that is answered can be folded into and scored.
    public init(account: AccountID, encoded bytes: Span<UInt8>) throws(StateRecordError) {
        var accumulators: [Accumulator] = []
        var latest: Timestamp?
        let memory = try AccountMemory(bytes, keepsSignals: true, &accumulators, latestSignal: &latest)
        self.init(account: account, accumulators: accumulators, memory: memory)
    }
}

extension AccountMemory {
    /// The memory in the bytes of a record's value, without its signals if they are not to be kept: they are checked
    /// all the same.
    ///
    /// The accumulators go into `accumulators`, in place of what is there, and `latestSignal` becomes the time of the
    /// latest remembered signal that counts.
    init(
        _ bytes: Span<UInt8>,
        keepsSignals: Bool,
        _ accumulators: inout [Accumulator],
        latestSignal: inout Timestamp?
    ) throws(StateRecordError) {
        let record = try StateRecord(bytes)
        let version = try record.version(bytes)
        try record.readAccumulators(bytes, version, into: &accumulators)
        let kinds = accumulators.count
        var texts = StateTexts(record.range(of: .texts), in: bytes)
        if record.contains(.foldedThrough) {
            var offset = record.column(.foldedThrough)
            foldedThrough = try offset.nextSigned(bytes)
        } else {
            foldedThrough = 0
        }
        try record.checkRows()
        signals = try record.readSignals(
            bytes,
            version,
            kinds: kinds,
            keeps: keepsSignals,
            texts: &texts,
            latest: &latestSignal
        )
        groups = CollapseGroups(try record.readGroups(bytes, kinds: kinds))
        evictedPlaces = EvictedPlacesList(try record.readPlaces(bytes, kinds: kinds))
        retractions = try record.readRetractions(bytes)
        if !keepsSignals {
            groups = []
            evictedPlaces = []
            retractions = []
        }
        committee = try record.readCommittee(bytes)
        if record.contains(.latestEvicted) {
            var time = record.differences(.latestEvicted)
            latestEvicted = try time.nextTime(bytes)
        }
        var reader = ProfileReader(record)
        profile = try reader.read(bytes, &texts)
        dispositions = try record.readDispositions(bytes, texts: &texts)
        try texts.end()
        if record.contains(.supersededBy) { supersededBy = try record.readSupersededBy(bytes) }
    }
}

/// The most contributions or places that one number may stand for: far beyond any, and sums of them fit.
private let countLimit: UInt64 = 1 << 48

/// What the shape of a signal says of it.
private struct SignalFlags {
    let kind: Int
    /// Nil if there is no such status.
    let status: RememberedSignal.Status?
    let hasPerson, hasStrength, hasKey, hasGroup: Bool

    @inline(__always)
    init(_ shape: Int, _ version: Int, kinds: Int) {
        if version == 1 {
            kind = shape / 32
            status = RememberedSignal.Status(rawValue: UInt8(shape / 8 % 4))
            hasPerson = shape & 4 != 0
            hasStrength = true
            hasKey = shape & 2 != 0
            hasGroup = shape & 1 != 0
        } else {
            // Without kinds there is none that this could be.
            let (flags, kind) = kinds == 0 ? (0, 0) : shape.quotientAndRemainder(dividingBy: kinds)
            self.kind = kind
            status = RememberedSignal.Status(rawValue: UInt8(clamping: flags / 16))
            hasPerson = flags & 1 != 0
            hasStrength = flags & 2 != 0
            hasKey = flags & 4 != 0
            hasGroup = flags & 8 != 0
        }
    }
}

extension StateRecord {
    /// The version, which is one that is read.
    fileprivate func version(_ bytes: Span<UInt8>) throws(StateRecordError) -> Int {
        var column = column(.version)
        let version = column.hasNext ? try column.nextShort(bytes) : 0
        guard version != 0 else {
            throw .malformed(field: "version", problem: "is not there: the record was cut off")
        }
        guard version <= Int(AccountState.recordVersion) else {
            throw .unsupportedVersion(UInt32(clamping: version))
        }
        return version
    }

    /// Refuses more signals, groups or held places than there can be room for, far beyond what accounts remember.
    fileprivate func checkRows() throws(StateRecordError) {
        // Of each there is a byte at least.
        for (field, bytes) in [(StateField.identities, 8), (.groupShapes, 1), (.placeShapes, 1)] {
            guard range(of: field).count / bytes <= RowMemory.largestCount else {
                throw column(field).fault("holds too many")
            }
        }
    }

    fileprivate func readAccumulators(
        _ bytes: Span<UInt8>,
        _ version: Int,
        into accumulators: inout [Accumulator]
    ) throws(StateRecordError) {
        var sums = column(.sums)
        var landmarks = column(.landmarks)
        var counts = column(.counts)
        accumulators.removeAll(keepingCapacity: true)
        accumulators.reserveCapacity(counts.bytesLeft)
        while counts.hasNext {
            let word = try counts.next(bytes)
            // In version 1 a count is the whole word, and every kind has a sum.
            let (count, isBlank) = version == 1 ? (word, false) : (word >> 1, word & 1 == 0)
            let sum = isBlank ? 0 : try sums.nextStrength(bytes)
            let landmark = isBlank ? 0 : try landmarks.nextSigned(bytes)
            guard landmark.magnitude <= PackedAccumulators.largestLandmark else {
                throw landmarks.fault("is no time in half-lives")
            }
            guard count < countLimit else { throw counts.fault("is too large") }
            accumulators.append(Accumulator(sum: sum, landmark: landmark, counted: Int(count)))
        }
        try sums.end()
        try landmarks.end()
    }

    /// The signals, which are checked, and forgotten unless `keeps` says not to.
    fileprivate func readSignals(
        _ bytes: Span<UInt8>,
        _ version: Int,
        kinds: Int,
        keeps: Bool,
        texts: inout StateTexts,
        latest: inout Timestamp?
    ) throws(StateRecordError) -> SignalHistory {
        let room = keeps ? SignalEntryWriter.largest(inRecordOf: bytes.count) : 0
        return try unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) {
            (room) throws(StateRecordError) in
            try unsafe readSignals(
                bytes,
                version,
                kinds: kinds,
                texts: &texts,
                latest: &latest,
                room: keeps ? room : nil
            )
        }
    }

    /// The signals, if there is `room` for the entry of each.
    private func readSignals(
        _ bytes: Span<UInt8>,
        _ version: Int,
        kinds: Int,
        texts: inout StateTexts,
        latest: inout Timestamp?,
        room: UnsafeMutableBufferPointer<UInt8>?
    ) throws(StateRecordError) -> SignalHistory {
        var identities = column(.identities)
        var offsets = differences(.offsets)
        var times = differences(.times)
        var strengths = column(.strengths)
        var shapes = column(.shapes)
        var persons = column(.persons)
        var keys = column(.keys)
        var groups = column(.groups)
        var lengths = column(.idLengths)
        var details = DetailReader(self)
        var signals = SignalHistory()
        if unsafe room != nil { signals.reserve(identities.bytesLeft / 8) }
        while identities.hasNext {
            let shape = try SignalFlags(shapes.nextShort(bytes), version, kinds: kinds)
            guard shape.kind < kinds, let status = shape.status else {
                throw shapes.fault("names a kind that is not there")
            }
            let offset = try offsets.nextOffset(bytes)
            let terms = SignalTerms(
                identity: try identities.nextFixed(bytes),
                offset: offset,
                time: try times.nextTime(bytes),
                strength: shape.hasStrength ? try strengths.nextStrength(bytes) : 1,
                person: shape.hasPerson ? try persons.nextFixed(bytes) : nil,
                groupKey: shape.hasKey ? try keys.nextFixed(bytes) : nil,
                group: shape.hasGroup ? offset &- Int64(bitPattern: try groups.next(bytes)) : nil,
                kind: shape.kind,
                status: status
            )
            let id = try texts.nextRange(try lengths.nextShort(bytes), bytes)
            var entry = unsafe room.map { unsafe SignalEntryWriter($0) }
            entry?.writeRareWords(of: terms)
            entry?.write(text: bytes.extracting(id))
            try details.next(bytes, &texts, into: &entry)
            if status == .counted { latest = max(latest ?? terms.time, terms.time) }
            if let entry { unsafe signals.append(terms, entry: entry.written.span) }
        }
        try offsets.end()
        try times.end()
        try strengths.end()
        try shapes.end()
        try persons.end()
        try keys.end()
        try groups.end()
        try lengths.end()
        try details.end()
        return signals
    }

    fileprivate func readGroups(_ bytes: Span<UInt8>, kinds: Int) throws(StateRecordError) -> [CollapseGroup]
    {
        var shapes = column(.groupShapes)
        var keys = column(.groupKeys)
        var offsets = differences(.groupOffsets)
        var anchors = differences(.groupAnchors)
        var strengths = column(.evictedStrengths)
        var times = differences(.evictedTimes)
        var evictedOffsets = differences(.evictedOffsets)
        var groups: [CollapseGroup] = []
        groups.reserveCapacity(keys.bytesLeft / 8)
        while shapes.hasNext {
            let shape = try shapes.nextShort(bytes)
            guard shape / 2 < kinds else { throw shapes.fault("names a kind that is not there") }
            var group = CollapseGroup(
                kind: shape / 2,
                key: try keys.nextFixed(bytes),
                offset: try offsets.nextOffset(bytes),
                anchor: try anchors.nextTime(bytes)
            )
            if shape & 1 == 1 {
                group.evicted = CollapseGroup.Evicted(
                    strength: try strengths.nextStrength(bytes),
                    time: try times.nextTime(bytes),
                    offset: try evictedOffsets.nextOffset(bytes)
                )
            }
            groups.append(group)
        }
        try keys.end()
        try offsets.end()
        try anchors.end()
        try strengths.end()
        try times.end()
        try evictedOffsets.end()
        return groups
    }

    fileprivate func readPlaces(_ bytes: Span<UInt8>, kinds: Int) throws(StateRecordError) -> [EvictedPlaces]
    {
        var shapes = column(.placeShapes)
        var persons = column(.placePersons)
        var days = differences(.placeDays)
        var counts = column(.placeCounts)
        var offsets = differences(.placeOffsets)
        var places: [EvictedPlaces] = []
        while shapes.hasNext {
            let shape = try shapes.nextShort(bytes)
            let count = try counts.next(bytes)
            guard shape / 2 < kinds else { throw shapes.fault("names a kind that is not there") }
            guard count < countLimit else { throw counts.fault("is too large") }
            places.append(
                EvictedPlaces(
                    kind: shape / 2,
                    person: shape & 1 == 0 ? nil : try persons.nextFixed(bytes),
                    day: try days.next(bytes),
                    count: Int(count),
                    offset: try offsets.nextOffset(bytes)
                )
            )
        }
        try persons.end()
        try days.end()
        try counts.end()
        try offsets.end()
        return places
    }

    fileprivate func readRetractions(_ bytes: Span<UInt8>) throws(StateRecordError) -> [PendingRetraction] {
        var identities = column(.retractions)
        var offsets = differences(.retractionOffsets)
        var pending: [PendingRetraction] = []
        pending.reserveCapacity(identities.bytesLeft / 8)
        while identities.hasNext {
            pending.append(
                PendingRetraction(
                    identity: try identities.nextFixed(bytes),
                    offset: try offsets.nextOffset(bytes)
                )
            )
        }
        try offsets.end()
        return pending
    }

    fileprivate func readCommittee(_ bytes: Span<UInt8>) throws(StateRecordError) -> [CommitteeMember] {
        var persons = column(.members)
        var times = differences(.membersSeen)
        var committee: [CommitteeMember] = []
        committee.reserveCapacity(persons.bytesLeft / 8)
        while persons.hasNext {
            committee.append(
                CommitteeMember(person: try persons.nextFixed(bytes), lastSeen: try times.nextTime(bytes))
            )
        }
        try times.end()
        return committee
    }

    fileprivate func readDispositions(
        _ bytes: Span<UInt8>,
        texts: inout StateTexts
    ) throws(StateRecordError) -> [DispositionRecord] {
        var shapes = column(.dispositions)
        var times = differences(.dispositionTimes)
        var offsets = differences(.dispositionOffsets)
        var untils = differences(.dispositionUntils)
        var records: [DispositionRecord] = []
        while shapes.hasNext {
            let shape = try shapes.nextShort(bytes)
            guard let action = Disposition.Action(number: shape / 8) else {
                throw shapes.fault("names an action that is not there")
            }
            let until = shape & 4 == 0 ? nil : try untils.nextTime(bytes)
            let queue = shape & 2 == 0 ? nil : try texts.next(try shapes.nextShort(bytes), bytes)
            let by = shape & 1 == 0 ? nil : try texts.next(try shapes.nextShort(bytes), bytes)
            records.append(
                DispositionRecord(
                    disposition: Disposition(action: action, until: until, queue: queue, by: by),
                    stamp: Stamp(time: try times.nextTime(bytes), offset: try offsets.nextOffset(bytes))
                )
            )
        }
        try times.end()
        try offsets.end()
        try untils.end()
        return records
    }

    fileprivate func readSupersededBy(_ bytes: Span<UInt8>) throws(StateRecordError) -> AccountID {
        let range = range(of: .supersededBy)
        guard let text = try? UTF8Span(validating: bytes.extracting(range)) else {
            throw column(.supersededBy).fault("is no UTF-8")
        }
        return AccountID(domain: String(copying: text))
    }
}

extension Disposition.Action {
    /// The action that a number stands for.
    fileprivate init?(number: Int) {
        switch number {
        case 0: self = .worked
        case 1: self = .snoozed
        case 2: self = .dismissed
        default: return nil
        }
    }
}
