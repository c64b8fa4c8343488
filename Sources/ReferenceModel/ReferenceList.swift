// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A published list, read from its JSON.
package struct ReferenceList: Hashable, Sendable {
    package struct Position: Hashable, Sendable {
        package var partition: Int
        /// The next offset to fold.
        package var offset: Int64
        package var asOf: Int64
    }

    package var queue: String
    package var list: String
    package var asOf: Int64
    package var model: String
    package var sequence: Int64
    package var positions: [Position]
    package var previousSequence: Int64
    package var previousMembers: [String]
    package var entries: [ReferenceEntry]
    /// Since when each entry has been in the list, in order of rank.
    package var enteredAt: [Int64]

    /// The accounts in order of rank.
    package var members: [String] { entries.map(\.account) }

    /// What keeps a record from being a list.
    package struct Unreadable: Error {
        package var problem: String
    }

    /// Reads the value of a record of `<id>.queues`.
    package init(_ value: [UInt8]) throws {
        let json = try ReferenceJSON(value)
        func need<T>(_ value: T?, _ name: String) throws -> T {
            guard let value else { throw Unreadable(problem: "\(name) is missing or wrong") }
            return value
        }
        queue = try need(json["queue"]?.text, "queue")
        list = try need(json["list"]?.text, "list")
        asOf = try need(json["as_of"]?.time, "as_of")
        model = try need(json["model"]?.text, "model")
        sequence = try need(json["sequence"]?.whole, "sequence")
        positions = try (json["positions"]?.elements ?? []).map { position in
            Position(
                partition: Int(try need(position["partition"]?.whole, "positions.partition")),
                offset: try need(position["offset"]?.whole, "positions.offset"),
                asOf: try need(position["as_of"]?.time, "positions.as_of")
            )
        }
        previousSequence = try need(json["previous"]?["sequence"]?.whole, "previous.sequence")
        previousMembers = (json["previous"]?["members"]?.elements ?? []).compactMap(\.text)
        entries = []
        enteredAt = []
        for (index, entry) in (json["entries"]?.elements ?? []).enumerated() {
            let rank = try need(entry["rank"]?.whole, "entries.rank")
            guard rank == Int64(index + 1) else { throw Unreadable(problem: "rank \(rank) at \(index)") }
            enteredAt.append(try need(entry["entered_at"]?.time, "entries.entered_at"))
            var intent: [String: Int] = [:]
            for member in entry["intent"]?.members ?? [] {
                intent[member.name] = try need(member.value.hundredths, "entries.intent")
            }
            entries.append(
                ReferenceEntry(
                    account: try need(entry["account"]?.text, "entries.account"),
                    name: entry["name"]?.text,
                    urgency: try need(entry["urgency"]?.hundredths, "entries.urgency"),
                    grade: try need(entry["grade"]?.text, "entries.grade"),
                    fit: try need(entry["fit"]?.hundredths, "entries.fit"),
                    heat: try need(entry["heat"]?.hundredths, "entries.heat"),
                    intent: intent,
                    persons: Int(try need(entry["persons"]?.whole, "entries.persons")),
                    lastSignalAt: try need(entry["last_signal_at"]?.time, "entries.last_signal_at"),
                    reasons: try (entry["reasons"]?.elements ?? []).map { reason in
                        ReferenceEntry.Reason(
                            kind: try need(reason["kind"]?.text, "reasons.kind"),
                            text: try need(reason["text"]?.text, "reasons.text"),
                            at: try need(reason["at"]?.time, "reasons.at"),
                            points: try need(reason["points"]?.hundredths, "reasons.points")
                        )
                    }
                )
            )
        }
    }
}
