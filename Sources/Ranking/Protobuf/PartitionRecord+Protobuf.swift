// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

extension PartitionRecord {
    /// The bytes of the record's value; the same for the same record.
    public func encoded() -> [UInt8] {
        var writer = WireWriter()
        writer.integer(1, max(send, 0))
        writer.integer(2, foldOffset)
        writer.integer(3, asOf.milliseconds)
        writer.text(4, model)
        for list in lists { writer.anyText(5, list.text) }
        for queue in queues { writer.anyText(6, queue) }
        writer.text(7, fingerprint)
        writer.integer(8, founded.milliseconds)
        return writer.bytes
    }

    /// The record in the bytes of a value.
    ///
    /// - Throws: `CandidateError` where the bytes are no such message or hold what cannot be; fields of later
    ///   versions are ignored.
    public init(encoded bytes: [UInt8]) throws(CandidateError) {
        var names: [String] = []
        self.init(
            send: 0,
            foldOffset: 0,
            asOf: Timestamp(milliseconds: 0),
            model: "",
            fingerprint: "",
            founded: Timestamp(milliseconds: 0),
            lists: [],
            queues: []
        )
        do {
            try read(bytes.span, lists: &names)
        } catch {
            throw .notProtobuf(message: "PartitionRecord")
        }
        for text in names { lists.append(try ListName(wire: text)) }
    }

    private mutating func read(
        _ bytes: Span<UInt8>,
        lists: inout [String]
    ) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        while let field = try reader.next(bytes) {
            switch (field.number, field.type) {
            case (1, .varint): send = Int64(clamping: try reader.varint(bytes))
            case (2, .varint): foldOffset = try reader.integer(bytes)
            case (3, .varint): asOf = Timestamp(milliseconds: try reader.integer(bytes))
            case (4, .bytes): model = try reader.text(bytes)
            case (5, .bytes): lists.append(try reader.text(bytes))
            case (6, .bytes): queues.append(try reader.text(bytes))
            case (7, .bytes): fingerprint = try reader.text(bytes)
            case (8, .varint): founded = Timestamp(milliseconds: try reader.integer(bytes))
            default: try reader.skip(field, bytes)
            }
        }
    }
}
