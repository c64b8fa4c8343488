// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import ConfigurationFiles
internal import Events
internal import Foundation
internal import Pipeline
internal import Ranking
internal import Workload

/// What things cost as they grow, in memory on one core: one plot for each thing that grows.
struct SizeCurves {
    /// The most events and accounts; the largest sizes take minutes and gigabytes.
    let largestEvents: Int
    let largestAccounts: Int
    private let model: Model

    /// How often a tick is measured.
    private static let ticks = 3

    init(largestEvents: Int, largestAccounts: Int) throws {
        self.largestEvents = largestEvents
        self.largestAccounts = largestAccounts
        model = try DefaultModel.model()
    }

    /// Makes the plots one after another, and gives each away with the name of its file as soon as it is there.
    func measure(_ tell: (String) -> Void, _ take: (_ file: String, LogPlot) throws -> Void) throws {
        // First, as memory is looked at while little else has been there.
        tell("cost against accounts")
        for (file, plot) in try accounts() { try take(file, plot) }
        tell("cost against events")
        try take("events.svg", events())
        tell("cost against partitions")
        for (file, plot) in try partitions() { try take(file, plot) }
        tell("cost against queues")
        try take("queues.svg", queues())
    }

    /// Half decades up to a limit.
    private static func sizes(from first: Int, to last: Int) -> [Int] {
        var sizes: [Int] = []
        var size = Double(first)
        while Int(size.rounded()) < last {
            sizes.append(Int(size.rounded()))
            size *= 10.0.squareRoot()
        }
        return sizes + [last]
    }

    /// Parse, decode and fold of the standard workload, however long it is.
    private func events() throws -> LogPlot {
        let workload = StandardWorkload(StandardWorkload.Size(events: largestEvents))
        var reader = EventReader()
        var accounts = RankedAccounts(model)
        var fold = LogPlot.Series(name: "decode and fold", points: [])
        var seconds = 0.0
        var done = 0
        for size in Self.sizes(from: min(100_000, largestEvents), to: largestEvents) {
            seconds += try Timing.of {
                for start in stride(from: done, to: size, by: EventReader.limit) {
                    try reader.read(start..<min(start + EventReader.limit, size), of: workload)
                    accounts.fold(reader)
                }
            }.processor
            done = size
            fold.points.append(LogPlot.Point(x: Double(size), y: seconds / Double(size) * 1e9))
        }
        let parse = Parsing.time(workload).processor / Double(workload.count) * 1e9
        let yardstick = LogPlot.Series(
            name: "simdjson parse",
            points: fold.points.map { LogPlot.Point(x: $0.x, y: parse) }
        )
        return LogPlot(
            title: "An event, by the number of events (200,000 accounts, one core)",
            horizontal: "events",
            vertical: "nanoseconds an event",
            series: [fold, yardstick]
        )
    }

    /// Ticks and memory by the number of accounts, each of which has two signals.
    private func accounts() throws -> [(String, LogPlot)] {
        let start = StandardWorkload.Size().start
        var accounts = RankedAccounts(model)
        var whole = LogPlot.Series(name: "tick", points: [])
        var touched = LogPlot.Series(name: "tick, 1 % touched", points: [])
        var memory = LogPlot.Series(name: "2 signals each", points: [])
        let empty = residentBytes()
        var count = 0
        var number = 0
        func signal(of account: Int) {
            accounts.fold(Self.signal(number, of: account, at: start))
            number += 1
        }
        for size in Self.sizes(from: min(10_000, largestAccounts), to: largestAccounts) {
            for account in count..<size {
                signal(of: account)
                signal(of: account)
            }
            count = size
            let used = Double(max(1, residentBytes() - empty)) / Double(size)
            memory.points.append(LogPlot.Point(x: Double(size), y: used))
            var instant = start.milliseconds + Int64(number)
            whole.points.append(
                LogPlot.Point(x: Double(size), y: Self.tick(&accounts, &instant) { _ in } * 1e3)
            )
            let seconds = Self.tick(&accounts, &instant) { accounts in
                for account in stride(from: 0, to: size, by: 100) {
                    accounts.fold(Self.signal(number, of: account, at: start))
                    number += 1
                }
            }
            touched.points.append(LogPlot.Point(x: Double(size), y: seconds * 1e3))
        }
        // While the others are still there, so that memory is not used twice.
        let manySignals = withExtendedLifetime(accounts) {
            self.memory(signals: 10, upTo: max(1, largestAccounts / 10))
        }
        let ticks = LogPlot(
            title: "A tick, by the number of accounts (the shipped model's queues, one core)",
            horizontal: "accounts",
            vertical: "milliseconds",
            series: [whole, touched]
        )
        let bytes = LogPlot(
            title: "Memory, by the number of accounts",
            horizontal: "accounts",
            vertical: "resident bytes an account",
            series: [memory, manySignals]
        )
        return [("accounts.svg", ticks), ("accounts-memory.svg", bytes)]
    }

    /// Resident bytes by the number of accounts, each of which has as many signals.
    private func memory(signals: Int, upTo limit: Int) -> LogPlot.Series {
        let start = StandardWorkload.Size().start
        let empty = residentBytes()
        var accounts = RankedAccounts(model)
        var series = LogPlot.Series(name: "\(signals) signals each", points: [])
        var count = 0
        var number = 0
        for size in Self.sizes(from: min(10_000, limit), to: limit) {
            for account in count..<size {
                for _ in 0..<signals {
                    accounts.fold(Self.signal(number, of: account, at: start))
                    number += 1
                }
            }
            count = size
            let used = Double(max(1, residentBytes() - empty)) / Double(size)
            series.points.append(LogPlot.Point(x: Double(size), y: used))
        }
        return series
    }

    /// The seconds of a tick, the middle of some; before each, `prepare` is called, a quarter of a second passes.
    private static func tick(
        _ accounts: inout RankedAccounts,
        _ instant: inout Int64,
        prepare: (inout RankedAccounts) -> Void
    ) -> Double {
        let timings = (0..<ticks).map { _ in
            prepare(&accounts)
            instant += 250
            return Timing.of { _ = accounts.select(asOf: Timestamp(milliseconds: instant)) }
        }
        return timings.map(\.processor).sorted()[ticks / 2]
    }

    /// The same events in more and more partitions, each with a table of its own.
    private func partitions() throws -> [(String, LogPlot)] {
        let size = StandardWorkload.Size(events: min(1_000_000, largestEvents))
        let workload = StandardWorkload(size)
        var fold = LogPlot.Series(name: "decode and fold", points: [])
        var tick = LogPlot.Series(name: "tick of all", points: [])
        for count in [1, 2, 4, 8, 16, 32] {
            var partitions = (0..<count).map { _ in RankedAccounts(model) }
            let places = (0..<workload.count).map { number in
                let key = Array(workload.account(of: number).utf8)
                return Int(Murmur2Partitioner.partition(key: key.span, count: Int32(count)))
            }
            var reader = EventReader()
            // As fetches bring them, each partition has a stretch of events at a time.
            let stretches = stride(from: 0, to: workload.count, by: 10_000).map { start in
                Dictionary(grouping: start..<min(start + 10_000, workload.count)) { places[$0] }
            }
            let timing = try Timing.of {
                for (place, numbers) in stretches.joined() {
                    for start in stride(from: 0, to: numbers.count, by: EventReader.limit) {
                        try reader.read(numbers[start...].prefix(EventReader.limit), of: workload)
                        partitions[place].fold(reader)
                    }
                }
            }
            let nanoseconds = timing.processor / Double(workload.count) * 1e9
            fold.points.append(LogPlot.Point(x: Double(count), y: nanoseconds))
            var seconds = 0.0
            for place in partitions.indices {
                var instant = size.end.milliseconds
                seconds += Self.tick(&partitions[place], &instant) { _ in }
            }
            tick.points.append(LogPlot.Point(x: Double(count), y: seconds * 1e3))
        }
        let folds = LogPlot(
            title: "An event, by the number of partitions (\(workload.count) events, one core)",
            horizontal: "partitions",
            vertical: "nanoseconds an event",
            series: [fold]
        )
        let ticks = LogPlot(
            title: "A tick of all partitions, one after another (200,000 accounts)",
            horizontal: "partitions",
            vertical: "milliseconds",
            series: [tick]
        )
        return [("partitions-fold.svg", folds), ("partitions-tick.svg", ticks)]
    }

    /// A tick over 200,000 accounts by the number of queues.
    private func queues() throws -> LogPlot {
        let start = StandardWorkload.Size().start
        let count = min(200_000, largestAccounts)
        var tick = LogPlot.Series(name: "tick", points: [])
        for queues in [1, 3, 10, 30, 100] {
            var accounts = RankedAccounts(try QueuesModel.model(queues: queues))
            for number in 0..<count { accounts.fold(Self.signal(number, of: number, at: start)) }
            var instant = start.milliseconds + Int64(count)
            let seconds = Self.tick(&accounts, &instant) { _ in }
            tick.points.append(LogPlot.Point(x: Double(queues), y: seconds * 1e3))
        }
        return LogPlot(
            title: "A tick, by the number of queues (\(count) accounts, K = \(QueuesModel.size), one core)",
            horizontal: "queues",
            vertical: "milliseconds",
            series: [tick]
        )
    }

    private static let kinds = ["engagement", "funding", "job_post", "tech_change"]

    private static func signal(_ number: Int, of account: Int, at start: Timestamp) -> Event {
        let time = Timestamp(milliseconds: start.milliseconds + Int64(number))
        return Event(
            id: "evt-\(number)",
            source: "bench/sizes",
            account: AccountID(domain: "company-\(account).com"),
            time: time,
            recordedTime: time,
            payload: .signal(Signal(kind: kinds[number % kinds.count]))
        )
    }
}
