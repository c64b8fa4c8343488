// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import SwiftProtobuf

extension AccountState {
    /// The version of the records that are written, and the only one that is read.
    public static let recordVersion: UInt32 = 1

    /// The bytes of the record's value, which do not hold the account; the same for the same state.
    public func encoded() -> [UInt8] {
        var message = WireAccountState()
        message.version = Self.recordVersion
        message.foldedThrough = memory.foldedThrough
        message.sums = accumulators.map(\.sum)
        message.landmarks = accumulators.map(\.landmark)
        message.counts = accumulators.map { UInt64(clamping: $0.counted) }
        var texts = ""
        message.write(memory.signals, texts: &texts)
        message.write(memory.groups)
        message.write(memory.evictedPlaces)
        message.write(memory.retractions)
        message.write(memory.committee)
        if let latest = memory.latestEvicted { message.latestEvicted = latest.milliseconds }
        message.write(memory.profile, texts: &texts)
        message.write(memory.dispositions, texts: &texts)
        if let successor = memory.supersededBy { message.supersededBy = successor.domain }
        message.texts = texts
        // Without required fields and extensions, encoding has no way to fail.
        return (try? message.serializedBytes()) ?? []
    }
}

extension WireAccountState {
    fileprivate mutating func write(_ signals: [RememberedSignal], texts: inout String) {
        guard !signals.isEmpty else { return }
        var offsets = Differences<UInt64>(capacity: signals.count)
        var times = Differences<Int64>(capacity: signals.count)
        var details: [UInt32] = []
        var numbers: [Double] = []
        for signal in signals {
            offsets.append(signal.offset)
            times.append(signal.time.milliseconds)
            texts += signal.id
            details.append(UInt32(clamping: signal.detail.attributes.count))
            for attribute in signal.detail.attributes {
                Self.write(attribute, to: &details, numbers: &numbers, texts: &texts)
            }
        }
        identities = signals.map(\.identity)
        self.offsets = offsets.elements
        self.times = times.elements
        strengths = signals.map(\.strength)
        shapes = signals.map(\.shape)
        persons = signals.compactMap(\.person)
        keys = signals.compactMap(\.groupKey)
        groups = signals.compactMap { signal in
            signal.group.map { UInt64(bitPattern: signal.offset &- $0) }
        }
        idLengths = signals.map { UInt32(clamping: $0.id.utf8.count) }
        self.details = details
        detailNumbers = numbers
    }

    private static func write(
        _ attribute: Attribute,
        to details: inout [UInt32],
        numbers: inout [Double],
        texts: inout String
    ) {
        let known = SignalDetail.names.firstIndex(of: attribute.name)
        let name = UInt32(known ?? SignalDetail.names.count) * 8
        func append(_ type: UInt32) {
            details.append(name + type)
            guard known == nil else { return }
            details.append(UInt32(clamping: attribute.name.utf8.count))
            texts += attribute.name
        }
        switch attribute.value {
        case .string(let text):
            append(0)
            details.append(UInt32(clamping: text.utf8.count))
            texts += text
        case .number(let number):
            append(1)
            numbers.append(number)
        case .boolean(let isTrue):
            append(isTrue ? 3 : 2)
        case .strings(let words):
            append(4)
            details.append(UInt32(clamping: words.count))
            for word in words {
                details.append(UInt32(clamping: word.utf8.count))
                texts += word
            }
        }
    }

    fileprivate mutating func write(_ groups: [CollapseGroup]) {
        guard !groups.isEmpty else { return }
        var offsets = Differences<UInt64>(capacity: groups.count)
        var anchors = Differences<Int64>(capacity: groups.count)
        var times = Differences<Int64>(capacity: 0)
        var evictedOffsets = Differences<UInt64>(capacity: 0)
        for group in groups {
            offsets.append(group.offset)
            anchors.append(group.anchor.milliseconds)
            guard let evicted = group.evicted else { continue }
            times.append(evicted.time.milliseconds)
            evictedOffsets.append(evicted.offset)
        }
        groupShapes = groups.map { UInt32(clamping: $0.kind) * 2 + ($0.evicted == nil ? 0 : 1) }
        groupKeys = groups.map(\.key)
        groupOffsets = offsets.elements
        groupAnchors = anchors.elements
        evictedStrengths = groups.compactMap(\.evicted?.strength)
        evictedTimes = times.elements
        self.evictedOffsets = evictedOffsets.elements
    }

    fileprivate mutating func write(_ places: [EvictedPlaces]) {
        guard !places.isEmpty else { return }
        var days = Differences<Int64>(capacity: places.count)
        var offsets = Differences<UInt64>(capacity: places.count)
        for place in places {
            days.append(place.day)
            offsets.append(place.offset)
        }
        placeShapes = places.map { UInt32(clamping: $0.kind) * 2 + ($0.person == nil ? 0 : 1) }
        placePersons = places.compactMap(\.person)
        placeDays = days.elements
        placeCounts = places.map { UInt64(clamping: $0.count) }
        placeOffsets = offsets.elements
    }

    fileprivate mutating func write(_ retractions: [PendingRetraction]) {
        guard !retractions.isEmpty else { return }
        var offsets = Differences<UInt64>(capacity: retractions.count)
        for retraction in retractions { offsets.append(retraction.offset) }
        self.retractions = retractions.map(\.identity)
        retractionOffsets = offsets.elements
    }

    fileprivate mutating func write(_ committee: [CommitteeMember]) {
        guard !committee.isEmpty else { return }
        var times = Differences<Int64>(capacity: committee.count)
        for member in committee { times.append(member.lastSeen.milliseconds) }
        members = committee.map(\.person)
        membersSeen = times.elements
    }

    fileprivate mutating func write(_ profile: Profile, texts: inout String) {
        guard !profile.fields.isEmpty else { return }
        var writer = ProfileWriter()
        for field in profile.fields { writer.write(field, texts: &texts) }
        fields = writer.fields
        profileNumbers = writer.numbers
        stampTimes = writer.times.elements
        stampOffsets = writer.offsets.elements
    }

    fileprivate mutating func write(_ dispositions: [DispositionRecord], texts: inout String) {
        guard !dispositions.isEmpty else { return }
        var shapes: [UInt32] = []
        var times = Differences<Int64>(capacity: dispositions.count)
        var offsets = Differences<UInt64>(capacity: dispositions.count)
        var untils = Differences<Int64>(capacity: 0)
        for record in dispositions {
            let disposition = record.disposition
            times.append(record.stamp.time.milliseconds)
            offsets.append(record.stamp.offset)
            if let until = disposition.until { untils.append(until.milliseconds) }
            shapes.append(
                disposition.action.number * 8 + (disposition.until == nil ? 0 : 4)
                    + (disposition.queue == nil ? 0 : 2) + (disposition.by == nil ? 0 : 1)
            )
            for text in [disposition.queue, disposition.by].compactMap({ $0 }) {
                shapes.append(UInt32(clamping: text.utf8.count))
                texts += text
            }
        }
        self.dispositions = shapes
        dispositionTimes = times.elements
        dispositionOffsets = offsets.elements
        dispositionUntils = untils.elements
    }
}

/// The columns of a profile.
private struct ProfileWriter {
    var fields: [UInt32] = []
    var numbers: [Double] = []
    var times = Differences<Int64>(capacity: 8)
    var offsets = Differences<UInt64>(capacity: 8)

    mutating func write(_ field: ProfileField, texts: inout String) {
        let known = Profile.knownFields.firstIndex(of: field.name)
        let name = UInt32(known ?? Profile.knownFields.count) * 16
        fields.append(name + field.whole.number * 2 + (field.written == nil ? 0 : 1))
        if known == nil { write(field.name, texts: &texts) }
        if let written = field.written { write(written) }
        switch field.whole {
        case .scalar(.string(let text)): write(text, texts: &texts)
        case .scalar(.number(let number)): numbers.append(number)
        case .scalar(.strings(let words)):
            fields.append(UInt32(clamping: words.count))
            for word in words { write(word, texts: &texts) }
        case .absent, .set, .scalar(.boolean): break
        }
        fields.append(UInt32(clamping: field.words.count))
        for word in field.words {
            fields.append(UInt32(clamping: word.text.utf8.count) * 2 + (word.isPresent ? 1 : 0))
            texts += word.text
            write(word.stamp)
        }
    }

    private mutating func write(_ text: String, texts: inout String) {
        fields.append(UInt32(clamping: text.utf8.count))
        texts += text
    }

    private mutating func write(_ stamp: Stamp) {
        times.append(stamp.time.milliseconds)
        offsets.append(stamp.offset)
    }
}

extension ProfileField.Whole {
    /// The number of what was written.
    fileprivate var number: UInt32 {
        switch self {
        case .absent: 0
        case .scalar(.string): 1
        case .scalar(.number): 2
        case .scalar(.boolean(let isTrue)): isTrue ? 4 : 3
        case .scalar(.strings): 5
        case .set: 6
        }
    }
}

extension RememberedSignal {
    /// Its kind and status, and which of the columns hold an element for it.
    fileprivate var shape: UInt32 {
        UInt32(clamping: kind) * 32 + UInt32(status.rawValue) * 8 + (person == nil ? 0 : 4)
            + (groupKey == nil ? 0 : 2) + (group == nil ? 0 : 1)
    }
}

extension Disposition.Action {
    /// The number that stands for it.
    fileprivate var number: UInt32 {
        switch self {
        case .worked: 0
        case .snoozed: 1
        case .dismissed: 2
        }
    }
}
