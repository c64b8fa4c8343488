// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

extension QueueHead {
    /// The key that it is written under.
    public var key: CandidateKey { .head(queue: queue, partition: partition) }

    /// The bytes of the record's value; the same for the same head.
    public func encoded() -> [UInt8] {
        var writer = WireWriter()
        writer.text(1, queue)
        writer.integer(2, Int64(UInt32(clamping: partition)))
        writer.integer(3, max(send, 0))
        writer.text(4, model)
        writer.integer(5, foldOffset)
        writer.integer(6, asOf.milliseconds)
        for list in lists { writer.anyText(7, list.text) }
        return writer.bytes
    }

    /// The head in the bytes of a record's value.
    ///
    /// - Throws: `CandidateError` where the bytes are no such message or hold what cannot be; fields of later
    ///   versions are ignored.
    public init(encoded bytes: [UInt8]) throws(CandidateError) {
        var names: [String] = []
        self.init(
            queue: "",
            partition: 0,
            send: 0,
            model: "",
            foldOffset: 0,
            asOf: Timestamp(milliseconds: 0),
            lists: []
        )
        do {
            try read(bytes.span, lists: &names)
        } catch {
            throw .notProtobuf(message: "QueueHead")
        }
        for text in names {
            let list = try ListName(wire: text)
            guard list.queue == queue else {
                throw .field("lists", problem: "names '\(text)', which is not of the queue '\(queue)'")
            }
            lists.append(list)
        }
    }

    private mutating func read(
        _ bytes: Span<UInt8>,
        lists: inout [String]
    ) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        while let field = try reader.next(bytes) {
            switch (field.number, field.type) {
            case (1, .bytes): queue = try reader.text(bytes)
            case (2, .varint): partition = Int(try reader.short(bytes))
            case (3, .varint): send = Int64(clamping: try reader.varint(bytes))
            case (4, .bytes): model = try reader.text(bytes)
            case (5, .varint): foldOffset = try reader.integer(bytes)
            case (6, .varint): asOf = Timestamp(milliseconds: try reader.integer(bytes))
            case (7, .bytes): lists.append(try reader.text(bytes))
            default: try reader.skip(field, bytes)
            }
        }
    }
}
