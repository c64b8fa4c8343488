// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import ConfigurationFiles
import Events
import SampleSignals

/// What a stream of sample records is like.
struct SampleOptions: ParsableArguments {
    @Option(help: "Decides everything that is left open. [1; in Kafka one of its own for each run]")
    var seed: UInt64?
    @Option(help: "End after this many records. [1000; in Kafka none]")
    var count: Int?
    @Option(help: "Records per second: the times of the records, and in Kafka the speed. [0.05; in Kafka 10]")
    var rate: Double?
    @Option(help: "End after this time by the records' clock, such as 10m or 1d.")
    var duration: DurationArgument?
    @Option(help: "How many companies there are. [200, or fewer for a small count]")
    var accounts: Int?
    @Option(help: "The share of records that arrive days late, 0 to 1.") var late = 0.02
    @Option(help: "The share of records that arrive twice, 0 to 1.") var duplicates = 0.01
    @Option(help: "The share of records that cannot be used, 0 to 1.") var broken = 0.005
    @Option(help: "The time of the first record, such as 2026-11-20T09:00:00Z. [yesterday; in Kafka now]")
    var start: TimeArgument?

    func validate() throws {
        if let count, count < 1 { throw ValidationError("--count must be 1 or more") }
        if let rate, !(rate > 0 && rate <= 1_000_000) {
            throw ValidationError("--rate must be above 0 and at most 1000000")
        }
        if let accounts, !(1...SampleSettings.maximumAccounts).contains(accounts) {
            throw ValidationError("--accounts must be 1 to \(SampleSettings.maximumAccounts)")
        }
        for (name, share) in [("late", late), ("duplicates", duplicates), ("broken", broken)]
        where !(0...1).contains(share) {
            throw ValidationError("--\(name) must be a share from 0 to 1")
        }
        if late + duplicates + broken > 1 {
            throw ValidationError(
                "--late, --duplicates and --broken are shares of one whole: at most 1 together"
            )
        }
    }

    /// The settings, with defaults for what was not given.
    func settings(seed: UInt64, start: Timestamp, rate: Double, count: Int?) -> SampleSettings {
        // Every company is introduced by four vendors: few records are to show more than introductions.
        let few = (self.count ?? count).map { max(1, min(200, $0 / 10)) }
        var settings = SampleSettings(
            seed: self.seed ?? seed,
            accounts: accounts ?? few ?? 200,
            start: self.start?.time ?? start,
            recordsPerSecond: self.rate ?? rate
        )
        settings.lateShare = late
        settings.duplicateShare = duplicates
        settings.brokenShare = broken
        return settings
    }

    /// When the stream ends by its own clock; nil for never.
    func end(of settings: SampleSettings) -> Timestamp? {
        guard let duration else { return nil }
        let (end, overflow) = settings.start.milliseconds.addingReportingOverflow(duration.milliseconds)
        return overflow ? nil : Timestamp(milliseconds: end)
    }
}

/// A length of time such as `30s`.
struct DurationArgument: ExpressibleByArgument {
    let milliseconds: Int64

    init?(argument: String) {
        guard let milliseconds = Quantity.milliseconds(argument), milliseconds > 0 else { return nil }
        self.milliseconds = milliseconds
    }
}

/// A moment such as `2026-11-20T09:00:00Z`.
struct TimeArgument: ExpressibleByArgument {
    let time: Timestamp

    init?(argument: String) {
        guard let time = Timestamp(rfc3339: argument) else { return nil }
        self.time = time
    }
}
