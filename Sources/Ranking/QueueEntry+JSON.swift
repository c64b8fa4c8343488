// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

extension QueueEntry {
    /// The bytes of the record's value: one flat JSON object, always with the same members.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 640)
        writer.beginObject()
        writer.member("queue", list.queue)
        writer.member("list", list.text)
        writer.member("account", account.domain)
        writer.member("name", name)
        writer.member("rank", Int64(rank))
        writer.member("urgency", hundredths: urgency)
        writer.member("grade", grade)
        writer.member("fit", hundredths: fit)
        writer.member("heat", hundredths: heat)
        writer.member("persons", Int64(persons))
        for (index, name) in Self.whyNames.enumerated() {
            writer.member(name, index < why.count ? why[index] : nil)
        }
        writer.member("entered_at", enteredAt)
        writer.member("last_signal_at", lastSignalAt)
        writer.member("as_of", asOf)
        writer.member("as_of_ms", asOf.milliseconds)
        writer.member("model", model)
        writer.member("revision", revision)
        writer.endObject()
        return writer.bytes
    }

    /// The entry in the bytes of a record's value.
    ///
    /// - Throws: `PublishedRecordError` naming the member that is missing or wrong; members of later versions are
    ///   ignored.
    public init(encoded bytes: [UInt8]) throws(PublishedRecordError) {
        var document = JSONDocument.forRecords()
        try document.parse(record: bytes)
        let root = document.root
        list = try document.list(of: root)
        account = try document.account("account", of: root)
        name = try document.optionalText("name", of: root)
        rank = try document.count("rank", of: root)
        urgency = try document.hundredths("urgency", of: root)
        grade = try document.text("grade", of: root)
        fit = try document.hundredths("fit", of: root)
        heat = try document.hundredths("heat", of: root)
        persons = try document.count("persons", of: root)
        why = []
        for name in Self.whyNames {
            if let text = try document.optionalText(name, of: root) { why.append(text) }
        }
        enteredAt = try document.moment("entered_at", of: root)
        lastSignalAt = try document.moment("last_signal_at", of: root)
        asOf = try document.moment("as_of", of: root)
        model = try document.text("model", of: root)
        revision = try document.whole("revision", of: root)
    }

    private static let whyNames = ["why_1", "why_2", "why_3"]
}
