// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Operations

/// What has happened so far, from what the stages say of themselves.
struct DemoNumbers: Hashable {
    /// Vendor records that `ingest` has taken.
    var records = 0
    /// Events in the journal.
    var events = 0
    /// Records that could not be used, by reason, the most frequent first.
    var deadLetters: [Reason] = []
    /// Events whose id had been seen before.
    var repeats = 0
    /// Records on the way between stages.
    var lag = 0
    /// Accounts that are known.
    var accounts = 0

    /// How many records there are of a reason.
    struct Reason: Hashable {
        var name: String
        var count: Int
    }

    /// Nothing yet.
    init() {}

    /// The numbers of a snapshot.
    init(_ snapshot: StatusSnapshot) {
        for stage in snapshot.stages {
            lag += Int(stage.status.lag)
            if stage.name == "ingest" { records = Int(stage.status.recordsIn) }
            for reading in stage.status.readings { take(reading) }
        }
        deadLetters.sort { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    private mutating func take(_ reading: MetricReading) {
        let count = Int(reading.value)
        switch reading.name {
        case "hotlist_events_appended_total":
            events += count
        case "hotlist_dead_letters_total":
            deadLetters.append(Reason(name: reading.labels["reason"] ?? "", count: count))
        case "hotlist_events_folded_total" where reading.labels["effect"] == "duplicate":
            repeats += count
        case "hotlist_accounts":
            accounts += count
        default:
            break
        }
    }

    /// One line of them.
    var line: StyledLine {
        var line = StyledLine("records ", .faint)
        line.append("\(records)")
        line.append("  events ", .faint)
        line.append("\(events)")
        line.append("  accounts ", .faint)
        line.append("\(accounts)")
        line.append("  repeats ", .faint)
        line.append("\(repeats)")
        line.append("  lag ", .faint)
        line.append("\(lag)")
        line.append("  dead letters ", .faint)
        line.append("\(deadLetters.reduce(0) { $0 + $1.count })")
        if !deadLetters.isEmpty {
            let reasons = deadLetters.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
            line.append(" (\(reasons))")
        }
        return line
    }
}
