// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON
internal import Scoring

extension PublishedList {
    /// The bytes of the record's value: canonical JSON, the same for the same list.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 256 + 600 * entries.count)
        writer.beginObject()
        writer.member("queue", list.queue)
        writer.member("list", list.text)
        writer.member("as_of", asOf)
        writer.member("model", model)
        writer.member("sequence", sequence)
        writer.key("positions")
        writer.beginArray()
        for position in positions {
            writer.beginObject()
            writer.member("partition", Int64(position.partition))
            writer.member("offset", position.offset)
            writer.member("as_of", position.asOf)
            writer.endObject()
        }
        writer.endArray()
        writer.key("previous")
        writer.beginObject()
        writer.member("sequence", previous.sequence)
        writer.key("members")
        writer.beginArray()
        for member in previous.members { writer.string(member.domain) }
        writer.endArray()
        writer.endObject()
        writer.key("entries")
        writer.beginArray()
        for (index, entry) in entries.enumerated() { entry.write(rank: index + 1, to: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// The list in the bytes of a record's value.
    ///
    /// - Throws: `PublishedRecordError` naming the member that is missing or wrong; members of later versions are
    ///   ignored.
    public init(encoded bytes: [UInt8]) throws(PublishedRecordError) {
        var document = JSONDocument.forRecords()
        try document.parse(record: bytes)
        let root = document.root
        self.init(
            list: try document.list(of: root),
            asOf: try document.moment("as_of", of: root),
            model: try document.text("model", of: root),
            sequence: try document.whole("sequence", of: root),
            positions: [],
            previous: Previous(),
            entries: []
        )
        for node in try document.elements("positions", of: root) {
            let partition = try document.count("partition", of: node)
            let offset = try document.whole("offset", of: node)
            let asOf = try document.moment("as_of", of: node)
            positions.append(Position(partition: partition, offset: offset, asOf: asOf))
        }
        let before = try document.required("previous", of: root)
        previous.sequence = try document.whole("sequence", of: before)
        for node in try document.elements("members", of: before) {
            guard let account = document.string(node) else {
                throw .field("members", problem: "holds something other than text")
            }
            previous.members.append(AccountID(domain: account))
        }
        for node in try document.elements("entries", of: root) {
            let entry = try Entry(node, of: document)
            entries.append(entry)
            guard try document.count("rank", of: node) == entries.count else {
                throw .field("rank", problem: "of \(entry.account) is not its place in the list")
            }
        }
    }
}

extension PublishedList.Entry {
    fileprivate func write(rank: Int, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("rank", Int64(rank))
        writer.member("account", account.domain)
        writer.member("name", name)
        writer.member("urgency", hundredths: urgency)
        writer.member("grade", grade.description)
        writer.member("fit", hundredths: fit)
        writer.member("heat", hundredths: heat)
        writer.key("intent")
        writer.beginObject()
        for kind in intent { writer.member(kind.kind, hundredths: kind.points) }
        writer.endObject()
        writer.member("persons", Int64(persons))
        writer.member("entered_at", enteredAt)
        writer.member("last_signal_at", lastSignalAt)
        writer.key("reasons")
        writer.beginArray()
        for reason in reasons {
            writer.beginObject()
            writer.member("kind", reason.kind)
            writer.member("text", reason.text)
            writer.member("at", reason.at)
            writer.member("points", hundredths: reason.points)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    fileprivate init(_ node: JSONNode, of document: borrowing JSONDocument) throws(PublishedRecordError) {
        let grade = try document.text("grade", of: node)
        guard let value = Grade(parsing: grade) else {
            throw .field("grade", problem: "is '\(grade)', but grades go from A1 to D4")
        }
        self.init(
            account: try document.account("account", of: node),
            name: try document.optionalText("name", of: node),
            urgency: try document.hundredths("urgency", of: node),
            grade: value,
            fit: try document.hundredths("fit", of: node),
            heat: try document.hundredths("heat", of: node),
            intent: [],
            persons: try document.count("persons", of: node),
            enteredAt: try document.moment("entered_at", of: node),
            lastSignalAt: try document.moment("last_signal_at", of: node),
            reasons: []
        )
        var kinds: [(name: JSONNode, points: JSONNode)] = []
        document.forEachMember(of: try document.required("intent", of: node)) { kinds.append(($0, $1)) }
        for kind in kinds {
            let name = document.string(kind.name) ?? ""
            let points = try document.hundredths(kind.points, "intent")
            intent.append(Candidate.KindPoints(kind: name, points: points))
        }
        for reason in try document.elements("reasons", of: node) {
            let kind = try document.text("kind", of: reason)
            let text = try document.text("text", of: reason)
            let at = try document.moment("at", of: reason)
            let points = try document.hundredths("points", of: reason)
            reasons.append(PublishedList.Reason(kind: kind, text: text, at: at, points: points))
        }
    }
}

extension Grade {
    /// The grade that is written as `text`, such as `A1`.
    fileprivate init?(parsing text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 2, (UInt8(ascii: "A")...UInt8(ascii: "D")).contains(bytes[0]),
            (UInt8(ascii: "1")...UInt8(ascii: "4")).contains(bytes[1])
        else { return nil }
        self.init(fit: bytes[0] - UInt8(ascii: "A"), heat: bytes[1] - UInt8(ascii: "1"))
    }
}
