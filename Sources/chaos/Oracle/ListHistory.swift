// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation

/// A list as it is published, in the oracle's own terms.
struct ListPublication {
    /// Where an account stands.
    struct Member {
        var account: String
        var urgency: Int
        var grade: String
        var reasons: [String]
        /// The entry as it came, for comparing it with a replay.
        var object: [String: Any]
    }

    var list: String
    var queue: String
    var sequence: Int64
    var asOf: String
    /// The next offset to fold and the instant, by partition.
    var positions: [Int: (offset: Int64, asOf: String)] = [:]
    var previousSequence: Int64
    var previousMembers: [String]
    var members: [Member]

    /// The publication in a record's value; nil where it is none.
    init?(_ value: [UInt8]) {
        guard let object = (try? JSONSerialization.jsonObject(with: Data(value))) as? [String: Any],
            let list = object["list"] as? String, let queue = object["queue"] as? String,
            let asOf = object["as_of"] as? String,
            let entries = object["entries"] as? [[String: Any]]
        else { return nil }
        self.list = list
        self.queue = queue
        self.asOf = asOf
        // A replayed list has neither a sequence nor positions that mean anything.
        sequence = (object["sequence"] as? NSNumber)?.int64Value ?? 0
        let previous = object["previous"] as? [String: Any]
        previousSequence = (previous?["sequence"] as? NSNumber)?.int64Value ?? 0
        previousMembers = previous?["members"] as? [String] ?? []
        for position in object["positions"] as? [[String: Any]] ?? [] {
            guard let partition = (position["partition"] as? NSNumber)?.intValue,
                let offset = (position["offset"] as? NSNumber)?.int64Value,
                let asOf = position["as_of"] as? String
            else { return nil }
            positions[partition] = (offset, asOf)
        }
        members = entries.map { entry in
            Member(
                account: entry["account"] as? String ?? "",
                urgency: Self.hundredths(entry["urgency"]),
                grade: entry["grade"] as? String ?? "",
                reasons: (entry["reasons"] as? [[String: Any]] ?? []).map { $0["text"] as? String ?? "" },
                object: entry
            )
        }
    }

    /// A published decimal as a whole number.
    static func hundredths(_ value: Any?) -> Int {
        (value as? NSNumber).map { Int(($0.doubleValue * 100).rounded()) } ?? -1
    }

    /// The one instant of all positions; nil where there are several.
    var commonInstant: String? {
        let instants = Set(positions.values.map(\.asOf))
        return instants.count == 1 ? instants.first : nil
    }
}

/// The publications of one list and its changes as they come, held against each other.
struct ListHistory {
    private(set) var standing: ListPublication?
    /// The last publication whose positions share one instant and knew everything that was asked for.
    private(set) var findings: [String] = []
    private(set) var publications = 0
    private(set) var changes = 0
    /// Changes that the publications call for and that have not come, and the reverse.
    private var expected: [String] = []
    private var written: [String] = []
    /// Accounts that are in the list by its changes.
    private var members: Set<String> = []
    private var lastChangeSequence: Int64 = 0

    private static let bands = [10, 25, 50, 100]

    /// Takes the next publication.
    mutating func append(_ next: ListPublication) {
        publications += 1
        let last = standing
        if next.sequence != (last?.sequence ?? 0) + 1 {
            add("sequence \(next.sequence) of \(next.list) comes after \(last?.sequence ?? 0)")
        }
        if next.previousSequence != (last?.sequence ?? 0)
            || next.previousMembers != (last?.members.map(\.account) ?? [])
        {
            add("\(next.list) \(next.sequence): `previous` is not the publication before")
        }
        for (partition, position) in last?.positions ?? [:] {
            guard let now = next.positions[partition] else {
                add("\(next.list) \(next.sequence): journal partition \(partition) is missing")
                continue
            }
            if now.offset < position.offset {
                add(
                    "\(next.list) \(next.sequence): journal partition \(partition) goes back from \(position.offset) to \(now.offset)"
                )
            }
            if now.asOf < position.asOf {
                add(
                    "\(next.list) \(next.sequence): as_of of journal partition \(partition) goes back from \(position.asOf) to \(now.asOf)"
                )
            }
        }
        if Set(next.members.map(\.account)).count != next.members.count {
            add("\(next.list) \(next.sequence): an account stands in it twice")
        }
        expected += Self.changes(from: last, to: next)
        standing = next
        settle()
    }

    /// Takes the next change.
    mutating func append(change: [String: Any]) {
        changes += 1
        let list = change["list"] as? String ?? ""
        let kind = change["change"] as? String ?? ""
        let account = change["account"] as? String ?? ""
        let sequence = (change["sequence"] as? NSNumber)?.int64Value ?? 0
        if sequence < lastChangeSequence {
            add("a change of \(list) \(sequence) comes after one of \(lastChangeSequence)")
        }
        lastChangeSequence = sequence
        switch kind {
        case "entered" where !members.insert(account).inserted:
            add("\(account) enters \(list) at \(sequence), and is in it")
        case "left" where members.remove(account) == nil:
            add("\(account) leaves \(list) at \(sequence), and is not in it")
        case "grade_changed", "moved":
            if !members.contains(account) {
                add("\(account) changes in \(list) at \(sequence), and is not in it")
            }
        default:
            break
        }
        written.append(
            Self.line(sequence, kind, account, Self.place(change, "_from"), Self.place(change, ""))
        )
        settle()
    }

    /// Removes what is called for and has come.
    private mutating func settle() {
        let count = zip(expected, written).prefix { $0 == $1 }.count
        expected.removeFirst(count)
        written.removeFirst(count)
        if let wanted = expected.first, let found = written.first {
            add("a change is `\(found)` and ought to be `\(wanted)`")
            expected = []
            written = []
        }
    }

    /// Everything has come.
    mutating func conclude() {
        if let wanted = expected.first { add("\(expected.count) changes are missing, first `\(wanted)`") }
        if let found = written.first { add("\(written.count) changes too many, first `\(found)`") }
        let standing = Set(standing?.members.map(\.account) ?? [])
        if standing != members {
            let differing = standing.symmetricDifference(members).sorted()
            add("members by changes and by the list differ: \(differing.prefix(5).joined(separator: ", "))")
        }
    }

    private mutating func add(_ finding: String) {
        if findings.count < 20 { findings.append(finding) }
    }

    // MARK: Changes

    private struct Place {
        var rank: Int
        var urgency: Int
        var grade: String
    }

    private static func changes(from last: ListPublication?, to next: ListPublication) -> [String] {
        var before: [String: Place] = [:]
        for (index, member) in (last?.members ?? []).enumerated() {
            before[member.account] = Place(rank: index + 1, urgency: member.urgency, grade: member.grade)
        }
        let now = Set(next.members.map(\.account))
        var lines: [String] = []
        for member in last?.members ?? [] where !now.contains(member.account) {
            lines.append(line(next.sequence, "left", member.account, before[member.account], nil))
        }
        for (index, member) in next.members.enumerated() {
            let place = Place(rank: index + 1, urgency: member.urgency, grade: member.grade)
            guard let old = before[member.account] else {
                lines.append(line(next.sequence, "entered", member.account, nil, place))
                continue
            }
            if old.grade != place.grade {
                lines.append(line(next.sequence, "grade_changed", member.account, old, place))
            }
            if bands.contains(where: { (old.rank > $0) != (place.rank > $0) }) {
                lines.append(line(next.sequence, "moved", member.account, old, place))
            }
        }
        return lines
    }

    private static func place(_ change: [String: Any], _ suffix: String) -> Place? {
        guard let rank = (change["rank\(suffix)"] as? NSNumber)?.intValue else { return nil }
        return Place(
            rank: rank,
            urgency: ListPublication.hundredths(change["urgency\(suffix)"]),
            grade: change["grade\(suffix)"] as? String ?? ""
        )
    }

    private static func line(
        _ sequence: Int64,
        _ kind: String,
        _ account: String,
        _ from: Place?,
        _ to: Place?
    ) -> String {
        func text(_ place: Place?) -> String {
            place.map { "\($0.rank) \($0.urgency) \($0.grade)" } ?? "-"
        }
        return "\(sequence) \(kind) \(account) \(text(from)) > \(text(to))"
    }
}
