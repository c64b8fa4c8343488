// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
internal import SwiftProtobuf

extension AccountState {
    /// The state of `account` in the bytes of a record's value; `restore` wants the kinds of the model it is from.
    ///
    /// - Throws: `StateRecordError` where the bytes are no such message, are of another version, or hold what
    ///   cannot be; a state that is answered can be folded into and scored.
    public init(account: AccountID, encoded bytes: [UInt8]) throws(StateRecordError) {
        let message: WireAccountState
        do {
            message = try WireAccountState(serializedBytes: bytes)
        } catch {
            throw .notProtobuf
        }
        guard message.version != 0 else {
            throw .malformed(field: "version", problem: "is not there: the record was cut off")
        }
        guard message.version == Self.recordVersion else { throw .unsupportedVersion(message.version) }
        self.init(account: account, accumulators: try message.readAccumulators(), memory: AccountMemory())
        let kinds = accumulators.count
        var texts = StateTexts(message.texts)
        memory.foldedThrough = message.foldedThrough
        memory.signals = try message.readSignals(kinds: kinds, texts: &texts)
        memory.groups = try message.readGroups(kinds: kinds)
        memory.evictedPlaces = try message.readPlaces(kinds: kinds)
        memory.retractions = try message.readRetractions()
        memory.committee = try message.readCommittee()
        if message.hasLatestEvicted {
            var time = DifferenceColumn("latest_evicted", [message.latestEvicted])
            memory.latestEvicted = try time.nextTime()
        }
        memory.profile = try message.readProfile(texts: &texts)
        memory.dispositions = try message.readDispositions(texts: &texts)
        if message.hasSupersededBy { memory.supersededBy = AccountID(domain: message.supersededBy) }
        try texts.end()
    }
}

/// The most contributions or places that one number may stand for: far beyond any, and sums of them fit.
private let countLimit: UInt64 = 1 << 48

extension WireAccountState {
    fileprivate func readAccumulators() throws(StateRecordError) -> [Accumulator] {
        let (sums, landmarks, counts) = (sums, landmarks, counts)
        guard landmarks.count == sums.count, counts.count == sums.count else {
            throw .malformed(field: "sums", problem: "has another length than landmarks or counts")
        }
        var accumulators: [Accumulator] = []
        accumulators.reserveCapacity(sums.count)
        for kind in sums.indices {
            // A landmark is a time in half-lives, so that it is no larger than a time.
            let landmark = landmarks[kind]
            guard sums[kind] >= 0, counts[kind] < countLimit,
                landmark >= Timestamp.earliest.milliseconds, landmark <= Timestamp.latest.milliseconds
            else { throw .malformed(field: "sums", problem: "is none, or its landmark or count is not") }
            accumulators.append(
                Accumulator(sum: sums[kind], landmark: landmark, counted: Int(counts[kind]))
            )
        }
        return accumulators
    }

    fileprivate func readSignals(
        kinds: Int,
        texts: inout StateTexts
    ) throws(StateRecordError) -> [RememberedSignal] {
        var identities = StateColumn("identities", identities)
        var offsets = DifferenceColumn("offsets", offsets)
        var times = DifferenceColumn("times", times)
        var strengths = StateColumn("strengths", strengths)
        var shapes = StateColumn("shapes", shapes)
        var persons = StateColumn("persons", persons)
        var keys = StateColumn("keys", keys)
        var groups = StateColumn("groups", groups)
        var lengths = StateColumn("id_lengths", idLengths)
        var details = DetailReader(
            columns: StateColumn("details", details),
            numbers: StateColumn("detail_numbers", detailNumbers)
        )
        var signals: [RememberedSignal] = []
        signals.reserveCapacity(identities.count)
        for _ in 0..<identities.count {
            let shape = try shapes.next()
            let kind = Int(shape / 32)
            guard kind < kinds, let status = RememberedSignal.Status(rawValue: UInt8(shape / 8 % 4)) else {
                throw shapes.fault("names a kind that is not there")
            }
            let offset = try offsets.next()
            let strength = try strengths.next()
            guard strength >= 0 else { throw strengths.fault("is none") }
            signals.append(
                RememberedSignal(
                    identity: try identities.next(),
                    offset: offset,
                    time: try times.nextTime(),
                    strength: strength,
                    person: shape & 4 == 0 ? nil : try persons.next(),
                    groupKey: shape & 2 == 0 ? nil : try keys.next(),
                    group: shape & 1 == 0 ? nil : offset &- Int64(bitPattern: try groups.next()),
                    kind: kind,
                    status: status,
                    id: try texts.next(try lengths.next()),
                    detail: try details.next(&texts)
                )
            )
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

    fileprivate func readGroups(kinds: Int) throws(StateRecordError) -> [CollapseGroup] {
        var shapes = StateColumn("group_shapes", groupShapes)
        var keys = StateColumn("group_keys", groupKeys)
        var offsets = DifferenceColumn("group_offsets", groupOffsets)
        var anchors = DifferenceColumn("group_anchors", groupAnchors)
        var strengths = StateColumn("evicted_strengths", evictedStrengths)
        var times = DifferenceColumn("evicted_times", evictedTimes)
        var evictedOffsets = DifferenceColumn("evicted_offsets", evictedOffsets)
        var groups: [CollapseGroup] = []
        groups.reserveCapacity(shapes.count)
        for _ in 0..<shapes.count {
            let shape = try shapes.next()
            guard Int(shape / 2) < kinds else { throw shapes.fault("names a kind that is not there") }
            var group = CollapseGroup(
                kind: Int(shape / 2),
                key: try keys.next(),
                offset: try offsets.next(),
                anchor: try anchors.nextTime()
            )
            if shape & 1 == 1 {
                let strength = try strengths.next()
                guard strength >= 0 else { throw strengths.fault("is none") }
                group.evicted = CollapseGroup.Evicted(
                    strength: strength,
                    time: try times.nextTime(),
                    offset: try evictedOffsets.next()
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

    fileprivate func readPlaces(kinds: Int) throws(StateRecordError) -> [EvictedPlaces] {
        var shapes = StateColumn("place_shapes", placeShapes)
        var persons = StateColumn("place_persons", placePersons)
        var days = DifferenceColumn("place_days", placeDays)
        var counts = StateColumn("place_counts", placeCounts)
        var offsets = DifferenceColumn("place_offsets", placeOffsets)
        var places: [EvictedPlaces] = []
        places.reserveCapacity(shapes.count)
        for _ in 0..<shapes.count {
            let shape = try shapes.next()
            let count = try counts.next()
            guard Int(shape / 2) < kinds else { throw shapes.fault("names a kind that is not there") }
            guard count < countLimit else { throw counts.fault("is too large") }
            places.append(
                EvictedPlaces(
                    kind: Int(shape / 2),
                    person: shape & 1 == 0 ? nil : try persons.next(),
                    day: try days.next(),
                    count: Int(count),
                    offset: try offsets.next()
                )
            )
        }
        try persons.end()
        try days.end()
        try counts.end()
        try offsets.end()
        return places
    }

    fileprivate func readRetractions() throws(StateRecordError) -> [PendingRetraction] {
        var offsets = DifferenceColumn("retraction_offsets", retractionOffsets)
        var pending: [PendingRetraction] = []
        pending.reserveCapacity(offsets.count)
        for identity in retractions {
            pending.append(PendingRetraction(identity: identity, offset: try offsets.next()))
        }
        try offsets.end()
        return pending
    }

    fileprivate func readCommittee() throws(StateRecordError) -> [CommitteeMember] {
        var times = DifferenceColumn("members_seen", membersSeen)
        var committee: [CommitteeMember] = []
        committee.reserveCapacity(times.count)
        for person in members {
            committee.append(CommitteeMember(person: person, lastSeen: try times.nextTime()))
        }
        try times.end()
        return committee
    }

    fileprivate func readProfile(texts: inout StateTexts) throws(StateRecordError) -> Profile {
        let fields = fields
        if fields.isEmpty, profileNumbers.isEmpty, stampTimes.isEmpty, stampOffsets.isEmpty {
            return Profile()
        }
        var reader = ProfileReader(
            fields: StateColumn("fields", fields),
            numbers: StateColumn("profile_numbers", profileNumbers),
            times: DifferenceColumn("stamp_times", stampTimes),
            offsets: DifferenceColumn("stamp_offsets", stampOffsets)
        )
        return try reader.read(&texts)
    }

    fileprivate func readDispositions(texts: inout StateTexts) throws(StateRecordError) -> [DispositionRecord]
    {
        var shapes = StateColumn("dispositions", dispositions)
        var times = DifferenceColumn("disposition_times", dispositionTimes)
        var offsets = DifferenceColumn("disposition_offsets", dispositionOffsets)
        var untils = DifferenceColumn("disposition_untils", dispositionUntils)
        var records: [DispositionRecord] = []
        records.reserveCapacity(times.count)
        for _ in 0..<times.count {
            let shape = try shapes.next()
            guard let action = Disposition.Action(number: shape / 8) else {
                throw shapes.fault("names an action that is not there")
            }
            let until = shape & 4 == 0 ? nil : try untils.nextTime()
            let queue = shape & 2 == 0 ? nil : try texts.next(try shapes.next())
            let by = shape & 1 == 0 ? nil : try texts.next(try shapes.next())
            records.append(
                DispositionRecord(
                    disposition: Disposition(action: action, until: until, queue: queue, by: by),
                    stamp: Stamp(time: try times.nextTime(), offset: try offsets.next())
                )
            )
        }
        try shapes.end()
        try offsets.end()
        try untils.end()
        return records
    }
}

extension Disposition.Action {
    /// The action that a number stands for.
    fileprivate init?(number: UInt32) {
        switch number {
        case 0: self = .worked
        case 1: self = .snoozed
        case 2: self = .dismissed
        default: return nil
        }
    }
}
