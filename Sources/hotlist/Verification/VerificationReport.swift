// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import JSON
import Pipeline

/// What a verification has come to, for people and for programs.
struct VerificationReport {
    /// What does not hold.
    var findings: [VerificationFinding] = []
    /// How many lists there are.
    var lists = 0
    /// How many publications of them are in the log, and how many of those are proved.
    var publications = 0
    var proved = 0
    /// What else was read.
    var entries = 0
    var changes: Int64 = 0
    var events: Int64 = 0
    var unreadableEvents: Int64 = 0
    var journalPartitions = 0
    var seconds = 0.0

    /// How many findings are shown to people.
    private static let limit = 10

    /// Adds what a proof has found.
    mutating func add(_ proof: borrowing ListProof) {
        findings += proof.findings
        publications += proof.records
        proved += proof.proved
        events += proof.events
        unreadableEvents += proof.unreadableEvents
    }

    /// Adds what a check across topics has found.
    mutating func add(_ check: PublicationCheck) {
        findings += check.findings
        entries += check.entries
        changes += check.changes
    }

    /// For people: the first findings, then what was compared.
    var text: String {
        var text = ""
        for finding in findings.prefix(Self.limit) { text += "\(finding)\n" }
        if findings.count > Self.limit {
            text += "… and \(findings.count - Self.limit) more; --format json shows all\n"
        }
        if !findings.isEmpty { text += "\n" }
        let expired = Set(findings.filter { $0.kind == .expired }.map { "\($0.subject)|\($0.sequence ?? 0)" })
            .count
        text += "\(Self.count(publications, "publication")) of \(Self.count(lists, "list")): "
        text += "\(proved) equal what the journal gives"
        if expired > 0 { text += ", \(expired) cannot be proved any more" }
        let others = publications - proved - expired
        if others > 0 { text += ", \(others) do not" }
        text +=
            "\n\(Self.count(entries, "entry", "entries")) and \(Self.count(Int(changes), "change")) were held against them\n"
        let partitions = Self.count(journalPartitions, "journal partition")
        text += "\(Self.count(Int(events), "event")) of \(partitions) folded, "
        text += "\(String(format: "%.1f", seconds)) s\n"
        if unreadableEvents > 0 {
            text += "\(Self.count(Int(unreadableEvents), "record")) of the journal cannot be folded\n"
        }
        text += findings.isEmpty ? "verified\n" : "NOT verified: \(Self.count(findings.count, "finding"))\n"
        return text
    }

    private static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }

    /// For programs: the numbers as one JSON object.
    var summary: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        func number(_ name: String, _ value: Int) {
            writer.key(name)
            writer.integer(Int64(value))
        }
        writer.key("verified")
        writer.boolean(findings.isEmpty)
        number("findings", findings.count)
        number("lists", lists)
        number("publications", publications)
        number("proved", proved)
        number("expired", findings.count { $0.kind == .expired })
        number("entries", entries)
        number("changes", Int(changes))
        number("journal_partitions", journalPartitions)
        number("events", Int(events))
        number("unreadable_events", Int(unreadableEvents))
        writer.key("seconds")
        writer.number((seconds * 1000).rounded() / 1000)
        writer.endObject()
        return writer.bytes
    }
}
