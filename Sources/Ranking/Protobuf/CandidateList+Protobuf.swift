// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Scoring

extension CandidateList {
    /// The key that it is written under.
    public var key: CandidateKey { .list(list, partition: partition) }

    /// The bytes of the record's value; the same for the same list.
    public func encoded() -> [UInt8] {
        var writer = WireWriter()
        // Beside the candidate its key and length.
        writer.reserve(candidates.reduce(256) { $0 + 8 + ($1.encoding?.count ?? 512) })
        writer.text(1, list.text)
        writer.integer(2, Int64(UInt32(clamping: partition)))
        writer.integer(3, max(send, 0))
        writer.text(4, model)
        writer.integer(5, foldOffset)
        writer.integer(6, asOf.milliseconds)
        // Spans, since copies of thousands of candidates and reasons would cost more than writing them.
        let candidates = candidates.span
        for place in candidates.indices {
            if let encoding = candidates[place].encoding {
                writer.message(7, encoding)
            } else {
                writer.message(7) { candidates[place].write(to: &$0) }
            }
        }
        return writer.bytes
    }
}

extension Candidate {
    /// Writes the message.
    func write(to writer: inout WireWriter) {
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
