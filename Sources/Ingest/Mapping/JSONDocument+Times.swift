// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

extension JSONDocument {
    /// A moment, and whether only its day is known.
    struct Moment {
        var timestamp: Timestamp
        var isDateOnly: Bool
    }

    /// The moment that an expression makes of a record; nil where it is absent.
    borrowing func moment(
        of expression: TimeExpression,
        in scope: RecordScope,
        name: String
    ) throws(IngestFault) -> Moment? {
        for candidate in expression.candidates {
            guard var moment = try moment(of: candidate, in: scope, name: name) else { continue }
            if let bound = expression.notAfter,
                let latest = try self.moment(of: bound, in: scope, name: "the bound of \(name)"),
                latest.timestamp < moment.timestamp
            {
                moment.timestamp = latest.timestamp
            }
            return moment
        }
        return nil
    }

    private borrowing func moment(
        of candidate: TimeExpression.Candidate,
        in scope: RecordScope,
        name: String
    ) throws(IngestFault) -> Moment? {
        for selector in candidate.selectors {
            guard let found = find(selector, in: scope) else { continue }
            // Kafka's timestamp needs no format.
            if case .integer(let milliseconds) = found {
                return Moment(timestamp: Timestamp(milliseconds: milliseconds), isDateOnly: false)
            }
            guard let text = text(found) else {
                throw IngestFault(.badTime, "\(name) is not a text or a number")
            }
            let trimmed = ScalarValue.trimmed(text)
            for format in candidate.formats {
                if let moment = Moment(trimmed.utf8.span, format: format) { return moment }
            }
            throw IngestFault(.badTime, "\(name) is \(EscapedText.escaped(trimmed, limit: 64))")
        }
        return nil
    }
}

extension JSONDocument.Moment {
    /// The moment written as `text`, in UTF-8; nil where it is not in the format.
    init?(_ text: Span<UInt8>, format: TimeExpression.Format) {
        isDateOnly = false
        switch format {
        case .rfc3339:
            guard let read = Timestamp(rfc3339: text) else { return nil }
            timestamp = read
        case .date:
            guard let day = CivilDate(iso8601: text) else { return nil }
            timestamp = Timestamp(milliseconds: day.daysSinceEpoch * 86_400_000)
            isDateOnly = true
        case .pattern(let pattern):
            guard let read = pattern.timestamp(text) else { return nil }
            timestamp = read
            isDateOnly = pattern.isDateOnly
        case .epochMilliseconds:
            guard let read = Self.milliseconds(text, per: 1) else { return nil }
            timestamp = read
        case .epochSeconds:
            guard let read = Self.milliseconds(text, per: 1000) else { return nil }
            timestamp = read
        }
    }

    private static func milliseconds(_ bytes: Span<UInt8>, per unit: Int64) -> Timestamp? {
        let text = unsafe String(copying: UTF8Span(unchecked: bytes))
        if let whole = Int64(text) {
            let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
            return overflow ? nil : inRange(product)
        }
        guard let number = ScalarValue.number(text) else { return nil }
        let scaled = (number * Double(unit)).rounded(.down)
        // Int64 holds every whole binary64 below 2^62.
        guard scaled.magnitude < 0x1p62 else { return nil }
        return inRange(Int64(scaled))
    }

    private static func inRange(_ milliseconds: Int64) -> Timestamp? {
        let timestamp = Timestamp(milliseconds: milliseconds)
        return timestamp >= .earliest && timestamp <= .latest ? timestamp : nil
    }
}
