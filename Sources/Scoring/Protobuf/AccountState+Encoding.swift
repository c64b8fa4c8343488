// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

extension AccountState {
    /// The version of the records that are written, and the last one that is read.
    public static let recordVersion: UInt32 = 2

    /// The bytes of the record's value, which do not hold the account; the same for the same state.
    public func encoded() -> [UInt8] { memory.record(accumulators) }
}

extension AccountMemory {
    /// The bytes of the record's value of an account with these accumulators, one for each of the model's kinds.
    func record(_ accumulators: [Accumulator]) -> [UInt8] {
        var writer = StateWriter()
        if foldedThrough != 0 { writer.scalar(.foldedThrough, StateWriter.zigZag(foldedThrough)) }
        writer.write(accumulators)
        writer.write(signals, kinds: accumulators.count)
        writer.write(Array(groups))
        writer.write(Array(evictedPlaces))
        writer.write(retractions)
        writer.write(committee)
        if let latestEvicted {
            writer.scalar(.latestEvicted, StateWriter.zigZag(latestEvicted.milliseconds))
        }
        writer.write(profile)
        writer.write(dispositions)
        if let supersededBy { writer.field(.supersededBy, supersededBy.domain) }
        writer.writeTexts()
        writer.scalar(.version, UInt64(AccountState.recordVersion))
        return writer.bytes
    }
}

/// What each integer is less the one before.
private struct Differences {
    private var last: Int64 = 0

    /// `value` less the one that was given before.
    @inline(__always)
    mutating func next(_ value: Int64) -> Int64 {
        defer { last = value }
        return value &- last
    }
}

extension StateWriter {
    /// Adds offsets, each less the one before.
    @inline(__always)
    fileprivate mutating func offset(_ value: Int64, _ differences: inout Differences) {
        varint(UInt64(bitPattern: differences.next(value)))
    }

    /// Adds integers with a sign, each less the one before.
    @inline(__always)
    fileprivate mutating func signed(_ value: Int64, _ differences: inout Differences) {
        signed(differences.next(value))
    }

    /// Writes `field` with what `write` adds of each of `elements`, which are not copied.
    @inline(__always)
    fileprivate mutating func column<Element>(
        _ field: StateField,
        of elements: [Element],
        _ write: (inout StateWriter, borrowing Element) -> Void
    ) {
        column(field) { writer in
            let span = elements.span
            for place in span.indices { write(&writer, span[place]) }
        }
    }

    /// Writes `field` with an offset of each of `elements`, less the one before.
    @inline(__always)
    fileprivate mutating func offsets<Element>(
        _ field: StateField,
        of elements: [Element],
        _ value: (borrowing Element) -> Int64?
    ) {
        var differences = Differences()
        column(field, of: elements) { writer, element in
            if let value = value(element) { writer.offset(value, &differences) }
        }
    }

    /// Writes `field` with an integer with a sign of each of `elements`, less the one before.
    @inline(__always)
    fileprivate mutating func differences<Element>(
        _ field: StateField,
        of elements: [Element],
        _ value: (borrowing Element) -> Int64?
    ) {
        var differences = Differences()
        column(field, of: elements) { writer, element in
            if let value = value(element) { writer.signed(value, &differences) }
        }
    }

    fileprivate mutating func write(_ accumulators: [Accumulator]) {
        column(.sums, of: accumulators) { if !$1.isBlank { $0.double($1.sum) } }
        column(.landmarks, of: accumulators) { if !$1.isBlank { $0.signed($1.landmark) } }
        column(.counts, of: accumulators) { $0.number($1.counted * 2 + ($1.isBlank ? 0 : 1)) }
    }

    fileprivate mutating func write(_ history: borrowing SignalHistory, kinds: Int) {
        let signals = history.terms
        guard !signals.isEmpty else { return }
        column(.identities, of: signals) { $0.fixed($1.identity) }
        offsets(.offsets, of: signals) { $0.offset }
        differences(.times, of: signals) { $0.time.milliseconds }
        column(.strengths, of: signals) { if $1.strength != 1 { $0.double($1.strength) } }
        column(.shapes, of: signals) { writer, signal in
            let flags =
                (signal.person == nil ? 0 : 1) + (signal.strength == 1 ? 0 : 2)
                + (signal.groupKey == nil ? 0 : 4) + (signal.group == nil ? 0 : 8)
                + Int(signal.status.rawValue) * 16
            writer.number(signal.kind + flags * kinds)
        }
        column(.persons, of: signals) { if let person = $1.person { $0.fixed(person) } }
        column(.keys, of: signals) { if let key = $1.groupKey { $0.fixed(key) } }
        column(.groups, of: signals) { writer, signal in
            if let group = signal.group { writer.varint(UInt64(bitPattern: signal.offset &- group)) }
        }
        column(.idLengths) { writer in
            history.forEachTexts { texts in
                var position = 0
                writer.number(SignalTexts.text(texts, &position).count)
            }
        }
        column(.details) { writer in history.forEachTexts { writer.writeDetail($0) } }
        column(.detailNumbers) { writer in
            history.forEachTexts { texts in
                SignalTexts.forEachAttribute(texts) { attribute in
                    if case .number(let bits) = attribute.value { writer.fixed(bits) }
                }
            }
        }
    }

    /// Adds the id to the texts, and how the attributes lie, whose texts follow it.
    private mutating func writeDetail(_ texts: Span<UInt8>) {
        var position = 0
        text(texts.extracting(SignalTexts.text(texts, &position)))
        number(SignalTexts.length(texts, &position))
        SignalTexts.forEachAttribute(texts) { attribute in
            number(attribute.name * 8 + attribute.value.type)
            if let name = attribute.ownName { lengthAndText(texts.extracting(name)) }
            switch attribute.value {
            case .text(let text): lengthAndText(texts.extracting(text))
            case .texts(let count, var position):
                number(count)
                for _ in 0..<count { lengthAndText(texts.extracting(SignalTexts.text(texts, &position))) }
            case .number, .boolean: break
            }
        }
    }

    /// Adds a text to the texts and its length to the column.
    @inline(__always)
    private mutating func lengthAndText(_ text: Span<UInt8>) {
        number(text.count)
        self.text(text)
    }

    fileprivate mutating func write(_ groups: [CollapseGroup]) {
        guard !groups.isEmpty else { return }
        column(.groupShapes, of: groups) { $0.number($1.kind * 2 + ($1.evicted == nil ? 0 : 1)) }
        column(.groupKeys, of: groups) { $0.fixed($1.key) }
        offsets(.groupOffsets, of: groups) { $0.offset }
        differences(.groupAnchors, of: groups) { $0.anchor.milliseconds }
        column(.evictedStrengths, of: groups) { if let evicted = $1.evicted { $0.double(evicted.strength) } }
        differences(.evictedTimes, of: groups) { $0.evicted?.time.milliseconds }
        offsets(.evictedOffsets, of: groups) { $0.evicted?.offset }
    }

    fileprivate mutating func write(_ places: [EvictedPlaces]) {
        guard !places.isEmpty else { return }
        column(.placeShapes, of: places) { $0.number($1.kind * 2 + ($1.person == nil ? 0 : 1)) }
        column(.placePersons, of: places) { if let person = $1.person { $0.fixed(person) } }
        differences(.placeDays, of: places) { $0.day }
        column(.placeCounts, of: places) { $0.number($1.count) }
        offsets(.placeOffsets, of: places) { $0.offset }
    }

    fileprivate mutating func write(_ retractions: [PendingRetraction]) {
        guard !retractions.isEmpty else { return }
        column(.retractions, of: retractions) { $0.fixed($1.identity) }
        offsets(.retractionOffsets, of: retractions) { $0.offset }
    }

    fileprivate mutating func write(_ committee: [CommitteeMember]) {
        guard !committee.isEmpty else { return }
        column(.members, of: committee) { $0.fixed($1.person) }
        differences(.membersSeen, of: committee) { $0.lastSeen.milliseconds }
    }

    fileprivate mutating func write(_ profile: Profile) {
        let fields = profile.fields
        guard !fields.isEmpty else { return }
        column(.fields, of: fields) { $0.write($1) }
        column(.profileNumbers, of: fields) { writer, field in
            if case .scalar(.number(let number)) = field.whole { writer.double(number) }
        }
        var times = Differences()
        column(.stampTimes, of: fields) { writer, field in
            if let written = field.written { writer.signed(written.time.milliseconds, &times) }
            let words = field.words.span
            for place in words.indices { writer.signed(words[place].stamp.time.milliseconds, &times) }
        }
        var offsets = Differences()
        column(.stampOffsets, of: fields) { writer, field in
            if let written = field.written { writer.offset(written.offset, &offsets) }
            let words = field.words.span
            for place in words.indices { writer.offset(words[place].stamp.offset, &offsets) }
        }
    }

    private mutating func write(_ field: borrowing ProfileField) {
        let known = Profile.knownFields.firstIndex(of: field.name)
        number(
            (known ?? Profile.knownFields.count) * 16 + field.whole.number * 2
                + (field.written == nil ? 0 : 1)
        )
        if known == nil { lengthAndText(field.name.utf8.span) }
        switch field.whole {
        case .scalar(.string(let text)): lengthAndText(text.utf8.span)
        case .scalar(.strings(let words)):
            number(words.count)
            for word in words { lengthAndText(word.utf8.span) }
        case .absent, .set, .scalar(.number), .scalar(.boolean): break
        }
        let words = field.words.span
        number(words.count)
        for place in words.indices {
            number(words[place].text.utf8.count * 2 + (words[place].isPresent ? 1 : 0))
            text(words[place].text.utf8.span)
        }
    }

    fileprivate mutating func write(_ records: [DispositionRecord]) {
        guard !records.isEmpty else { return }
        column(.dispositions, of: records) { writer, record in
            let disposition = record.disposition
            writer.number(
                disposition.action.number * 8 + (disposition.until == nil ? 0 : 4)
                    + (disposition.queue == nil ? 0 : 2) + (disposition.by == nil ? 0 : 1)
            )
            if let queue = disposition.queue { writer.lengthAndText(queue.utf8.span) }
            if let by = disposition.by { writer.lengthAndText(by.utf8.span) }
        }
        differences(.dispositionTimes, of: records) { $0.stamp.time.milliseconds }
        offsets(.dispositionOffsets, of: records) { $0.stamp.offset }
        differences(.dispositionUntils, of: records) { $0.disposition.until?.milliseconds }
    }
}

extension Accumulator {
    /// Whether there is neither a sum nor a landmark, to the bit.
    fileprivate var isBlank: Bool { sum.bitPattern == 0 && landmark == 0 }
}

extension SignalTexts.KeptAttribute.Value {
    /// The number of its type.
    fileprivate var type: Int {
        switch self {
        case .text: 0
        case .number: 1
        case .boolean(let isTrue): isTrue ? 3 : 2
        case .texts: 4
        }
    }
}

extension ProfileField.Whole {
    /// The number of what was written.
    fileprivate var number: Int {
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

extension Disposition.Action {
    /// The number that stands for it.
    fileprivate var number: Int {
        switch self {
        case .worked: 0
        case .snoozed: 1
        case .dismissed: 2
        }
    }
}
