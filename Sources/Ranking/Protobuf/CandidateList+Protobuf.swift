// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Scoring
internal import SwiftProtobuf

extension CandidateList {
    /// The key that it is written under.
    public var key: CandidateKey { .list(list, partition: partition) }

    /// The bytes of the record's value; the same for the same list.
    public func encoded() -> [UInt8] {
        var message = WireCandidateList()
        message.list = list.text
        message.partition = UInt32(clamping: partition)
        message.send = UInt64(clamping: send)
        message.model = model
        message.foldOffset = foldOffset
        message.asOf = asOf.milliseconds
        message.candidates = candidates.map(WireCandidate.init(_:))
        return message.bytes
    }

    /// The list in the bytes of a record's value.
    ///
    /// - Throws: `CandidateError` where the bytes are no such message or hold what cannot be; fields of later
    ///   versions are ignored.
    public init(encoded bytes: [UInt8]) throws(CandidateError) {
        let message = try WireCandidateList(reading: bytes, as: "CandidateList")
        self.init(
            list: try ListName(wire: message.list),
            partition: Int(message.partition),
            send: Int64(clamping: message.send),
            model: message.model,
            foldOffset: message.foldOffset,
            asOf: Timestamp(milliseconds: message.asOf),
            candidates: []
        )
        candidates.reserveCapacity(message.candidates.count)
        for item in message.candidates {
            let candidate = try Candidate(wire: item)
            if let last = candidates.last, !(last.standing < candidate.standing) {
                throw .field("candidates", problem: "is not in ranking order at \(candidate.account)")
            }
            candidates.append(candidate)
        }
    }
}

extension WireCandidate {
    init(_ candidate: Candidate) {
        self.init()
        account = candidate.account.domain
        name = candidate.name ?? ""
        urgency = UInt32(clamping: candidate.urgency)
        fit = UInt32(clamping: candidate.fit)
        heat = UInt32(clamping: candidate.heat)
        grade = UInt32(candidate.grade.fit) * 4 + UInt32(candidate.grade.heat)
        intent = candidate.intent.map { kind in
            var message = WireKindPoints()
            message.kind = kind.kind
            message.points = Int64(kind.points)
            return message
        }
        persons = UInt32(clamping: candidate.persons)
        latestSignal = candidate.latestSignal.milliseconds
        reasons = candidate.reasons.map(WireReason.init(_:))
    }
}

extension WireReason {
    init(_ reason: Candidate.Reason) {
        self.init()
        kind = reason.kind
        time = reason.time.milliseconds
        points = Int64(reason.points)
        id = reason.id
        detail = reason.detail.attributes.map { attribute in
            var message = WireAttribute()
            message.name = attribute.name
            switch attribute.value {
            case .string(let text): message.text = text
            case .number(let number): message.number = number
            case .boolean(let boolean): message.boolean = boolean
            case .strings(let words): message.words.words = words
            }
            return message
        }
    }
}

extension Candidate {
    fileprivate init(wire message: WireCandidate) throws(CandidateError) {
        guard !message.account.isEmpty else { throw .field("account", problem: "is empty") }
        guard message.grade < 16 else {
            throw .field("grade", problem: "is \(message.grade), but grades go from 0 (A1) to 15 (D4)")
        }
        self.init(
            account: AccountID(domain: message.account),
            name: message.name.isEmpty ? nil : message.name,
            urgency: Int(message.urgency),
            fit: Int(message.fit),
            heat: Int(message.heat),
            grade: Grade(fit: UInt8(message.grade / 4), heat: UInt8(message.grade % 4)),
            intent: message.intent.map { KindPoints(kind: $0.kind, points: Int($0.points)) },
            persons: Int(message.persons),
            latestSignal: Timestamp(milliseconds: message.latestSignal),
            reasons: message.reasons.map(Reason.init(wire:))
        )
    }
}

extension Candidate.Reason {
    fileprivate init(wire message: WireReason) {
        self.init(
            kind: message.kind,
            time: Timestamp(milliseconds: message.time),
            points: Int(message.points),
            id: message.id,
            detail: SignalDetail(attributes: message.detail.compactMap(Attribute.init(wire:)))
        )
    }
}

extension Attribute {
    /// Nil for a kind of value that a later version writes.
    fileprivate init?(wire message: WireAttribute) {
        switch message.value {
        case .text(let text): self.init(message.name, .string(text))
        case .number(let number): self.init(message.name, .number(number))
        case .boolean(let boolean): self.init(message.name, .boolean(boolean))
        case .words(let words): self.init(message.name, .strings(words.words))
        case nil: return nil
        }
    }
}
