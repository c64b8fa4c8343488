// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON
internal import Scoring

extension ListChange {
    /// The bytes of the record's value: one flat JSON object, always with the same members.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 320)
        writer.beginObject()
        writer.member("change", kind.rawValue)
        writer.member("queue", list.queue)
        writer.member("list", list.text)
        writer.member("account", account.domain)
        write(rank: to?.rank, as: "rank", to: &writer)
        write(rank: from?.rank, as: "rank_from", to: &writer)
        writer.member("urgency", hundredths: to?.urgency)
        writer.member("urgency_from", hundredths: from?.urgency)
        writer.member("grade", to?.grade.description)
        writer.member("grade_from", from?.grade.description)
        writer.member("as_of", asOf)
        writer.member("as_of_ms", asOf.milliseconds)
        writer.member("sequence", sequence)
        writer.endObject()
        return writer.bytes
    }

    private func write(rank: Int?, as name: String, to writer: inout JSONWriter) {
        writer.key(name)
        if let rank { writer.integer(Int64(rank)) } else { writer.null() }
    }
}
