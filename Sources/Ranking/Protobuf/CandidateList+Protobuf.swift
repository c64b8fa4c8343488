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
        var writer = WireWriter()
        writer.reserve(256 + 512 * candidates.count)
        writer.text(1, list.text)
        writer.integer(2, Int64(UInt32(clamping: partition)))
        writer.integer(3, max(send, 0))
        writer.text(4, model)
        writer.integer(5, foldOffset)
        writer.integer(6, asOf.milliseconds)
        // Spans, since copies of thousands of candidates and reasons would cost more than writing them.
        let candidates = candidates.span
        for place in candidates.indices {
            writer.message(7) { candidates[place].write(to: &$0) }
        }
        return writer.bytes
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

extension Candidate {
    fileprivate func write(to writer: inout WireWriter) {
        writer.text(1, account.domain)
        writer.text(2, name ?? "")
        writer.integer(3, Int64(UInt32(clamping: urgency)))
        writer.integer(4, Int64(UInt32(clamping: fit)))
        writer.integer(5, Int64(UInt32(clamping: heat)))
        writer.integer(6, Int64(grade.fit) * 4 + Int64(grade.heat))
        let intent = intent.span
        for place in intent.indices {
            writer.message(7) { writer in
                writer.text(1, intent[place].kind)
                writer.signed(2, Int64(intent[place].points))
            }
        }
        writer.integer(8, Int64(UInt32(clamping: persons)))
        writer.integer(9, latestSignal.milliseconds)
        let reasons = reasons.span
        for place in reasons.indices {
            writer.message(10) { reasons[place].write(to: &$0) }
        }
    }
}

extension Candidate.Reason {
    fileprivate func write(to writer: inout WireWriter) {
        writer.text(1, kind)
        writer.integer(2, time.milliseconds)
        writer.signed(3, Int64(points))
        writer.text(4, id)
        for attribute in detail.attributes {
            writer.message(5) { attribute.write(to: &$0) }
        }
    }
}

extension Attribute {
    fileprivate func write(to writer: inout WireWriter) {
        writer.text(1, name)
        switch value {
        case .string(let text): writer.anyText(2, text)
        case .number(let number): writer.anyDouble(3, number)
        case .boolean(let boolean): writer.anyBoolean(4, boolean)
        case .strings(let words):
            writer.message(5) { writer in
                for word in words { writer.anyText(1, word) }
            }
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
