// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Scoring

extension CandidateList {
    /// The list in the bytes of a record's value.
    ///
    /// - Throws: `CandidateError` where the bytes are no such message or hold what cannot be; fields of later
    ///   versions are ignored.
    public init(encoded bytes: [UInt8]) throws(CandidateError) {
        let held = try HeldList(encoded: bytes)
        self.init(
            list: held.list,
            partition: held.partition,
            send: held.send,
            model: held.model,
            foldOffset: held.foldOffset,
            asOf: held.asOf,
            candidates: held.candidates(held.count)
        )
    }
}

extension Candidate {
    /// The candidate in a message whose account is not empty, and whose grade is one.
    init(_ message: WireReader, _ bytes: Span<UInt8>) throws(WireReader.Malformed) {
        var reader = message
        var (account, name) = ("", "")
        var (urgency, fit, heat, grade, persons): (UInt32, UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0, 0)
        var latestSignal: Int64 = 0
        var intent: [KindPoints] = []
        var reasons: [Reason] = []
        while let field = try reader.next(bytes) {
            switch (field.number, field.type) {
            case (1, .bytes): account = try reader.text(bytes)
            case (2, .bytes): name = try reader.text(bytes)
            case (3, .varint): urgency = try reader.short(bytes)
            case (4, .varint): fit = try reader.short(bytes)
            case (5, .varint): heat = try reader.short(bytes)
            case (6, .varint): grade = try reader.short(bytes)
            case (7, .bytes): intent.append(try KindPoints(reader.message(bytes), bytes))
            case (8, .varint): persons = try reader.short(bytes)
            case (9, .varint): latestSignal = try reader.integer(bytes)
            case (10, .bytes): reasons.append(try Reason(reader.message(bytes), bytes))
            default: try reader.skip(field, bytes)
            }
        }
        self.init(
            account: AccountID(domain: account),
            name: name.isEmpty ? nil : name,
            urgency: Int(urgency),
            fit: Int(fit),
            heat: Int(heat),
            grade: Grade(fit: UInt8(truncatingIfNeeded: grade / 4), heat: UInt8(grade % 4)),
            intent: intent,
            persons: Int(persons),
            latestSignal: Timestamp(milliseconds: latestSignal),
            reasons: reasons
        )
    }
}

extension Candidate.KindPoints {
    fileprivate init(_ message: WireReader, _ bytes: Span<UInt8>) throws(WireReader.Malformed) {
        var reader = message
        self.init(kind: "", points: 0)
        while let field = try reader.next(bytes) {
            switch (field.number, field.type) {
            case (1, .bytes): kind = try reader.text(bytes)
            case (2, .varint): points = Int(try reader.signed(bytes))
            default: try reader.skip(field, bytes)
            }
        }
    }
}

extension Candidate.Reason {
    fileprivate init(_ message: WireReader, _ bytes: Span<UInt8>) throws(WireReader.Malformed) {
        var reader = message
        self.init(kind: "", time: Timestamp(milliseconds: 0), points: 0, id: "", detail: SignalDetail())
        while let field = try reader.next(bytes) {
            switch (field.number, field.type) {
            case (1, .bytes): kind = try reader.text(bytes)
            case (2, .varint): time = Timestamp(milliseconds: try reader.integer(bytes))
            case (3, .varint): points = Int(try reader.signed(bytes))
            case (4, .bytes): id = try reader.text(bytes)
            case (5, .bytes):
                // One without a value has a kind of it that a later version writes.
                if let attribute = try Attribute(reader.message(bytes), bytes) {
                    detail.attributes.append(attribute)
                }
            default: try reader.skip(field, bytes)
            }
        }
    }
}

extension Attribute {
    fileprivate init?(_ message: WireReader, _ bytes: Span<UInt8>) throws(WireReader.Malformed) {
        var reader = message
        var name = ""
        var value: AttributeValue?
        while let field = try reader.next(bytes) {
            switch (field.number, field.type) {
            case (1, .bytes): name = try reader.text(bytes)
            case (2, .bytes): value = .string(try reader.text(bytes))
            case (3, .fixed64): value = .number(try reader.double(bytes))
            case (4, .varint): value = .boolean(try reader.varint(bytes) != 0)
            case (5, .bytes):
                // A message that comes twice is one of both.
                var words: [String] = []
                if case .strings(let first) = value { words = first }
                try Self.read(&words, reader.message(bytes), bytes)
                value = .strings(words)
            default: try reader.skip(field, bytes)
            }
        }
        guard let value else { return nil }
        self.init(name, value)
    }

    private static func read(
        _ words: inout [String],
        _ message: WireReader,
        _ bytes: Span<UInt8>
    ) throws(WireReader.Malformed) {
        var reader = message
        while let field = try reader.next(bytes) {
            switch (field.number, field.type) {
            case (1, .bytes): words.append(try reader.text(bytes))
            default: try reader.skip(field, bytes)
            }
        }
    }
}

extension ListName {
    /// The list that a field of a record names.
    init(wire text: String) throws(CandidateError) {
        guard let name = ListName(parsing: text) else {
            throw .field("list", problem: "is '\(text)', which is no list's name")
        }
        self = name
    }
}
