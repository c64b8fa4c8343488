// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import Events
import Foundation
import KafkaClient
import Logging
import SampleSignals

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Makes up vendor records: to a file, to standard output, or to Kafka at a rate.",
        discussion: """
            Examples:
              hotlist simulate --count 20
              hotlist simulate --raw theirstack | hotlist replay theirstack=-
              hotlist simulate --brokers localhost:9092 --create-topics --rate 50 --duration 10m
            The same seed and options give the same bytes. First every vendor introduces every company; then come \
            the records of usual days, with some that are late, double or broken. In Kafka each vendor has a topic, \
            such as vendor.theirstack. Elsewhere each record is a line of JSON with topic, key, timestamp and value.
            """
    )

    @OptionGroup(title: "What is made up") var sample: SampleOptions
    @OptionGroup(title: "Where it goes") var target: SampleTarget

    func validate() throws {
        if target.isKafka, target.raw != nil || target.output != nil {
            throw ValidationError("records go to Kafka, or to --output and --raw: not to both")
        }
    }

    func run() async throws {
        if target.isKafka {
            try await feed()
        } else {
            try write()
        }
    }

    // MARK: Files

    private func write() throws {
        let day = Timestamp.millisecondsPerDay
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        // Yesterday: recent enough to count, and the same bytes all day long.
        let yesterday = Timestamp(milliseconds: (now / day - 1) * day)
        let settings = sample.settings(seed: 1, start: yesterday, rate: 0.05, count: 1000)
        let end = sample.end(of: settings)
        let limit = sample.count ?? (end == nil ? 1000 : .max)
        var stream = SampleStream(settings)
        var output = try SampleOutput(target)
        var tally = SampleTally()
        while tally.records < limit {
            let record = stream.next()
            if let end, record.timestamp >= end { break }
            if try output.write(record) { tally.count(record) }
            tally.reportNow(then: false)
        }
        try output.close()
        tally.reportNow(then: true)
    }

    // MARK: Kafka

    private func feed() async throws {
        let kafka = try target.kafka()
        try target.prepareTopics(kafka)
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        // Ids follow from the seed, and known ids never count again: each run gets a seed of its own.
        let settings = sample.settings(
            seed: UInt64(now.milliseconds / 1000),
            start: now,
            rate: 10,
            count: nil
        )
        Console.error(
            "hotlist: seed \(settings.seed), \(settings.accounts) companies, to the topics \(target.topicPrefix)*"
        )
        let thread = KafkaThread(name: "hotlist-feed")
        defer { thread.join() }
        let feed = SampleFeed(thread: thread, topicPrefix: target.topicPrefix)
        try await Interruptible.run {
            do {
                try await feed.open(kafka, logger: Logger.quiet)
                try await stream(settings, to: feed)
            } catch {
                await feed.close()
                throw error
            }
            await feed.close()
        }
        let delivered = await feed.delivered
        Console.error("hotlist: \(delivered) records delivered")
    }

    private func stream(_ settings: SampleSettings, to feed: SampleFeed) async throws {
        var stream = SampleStream(settings)
        var tally = SampleTally()
        let limit = sample.count ?? .max
        let introductions = (0..<min(limit, stream.introductionCount)).map { _ in stream.next() }
        try await feed.send(introductions)
        try await feed.flush()
        for record in introductions { tally.count(record) }
        // Topics are read side by side; whoever reads them gets a moment to learn the vendors' names first.
        if tally.records < limit { try await Task.sleep(for: .seconds(2)) }

        let end = sample.end(of: settings)
        let clock = ContinuousClock()
        let began = clock.now
        do {
            while tally.records < limit {
                let record = stream.next()
                if let end, record.timestamp >= end { break }
                let due = record.timestamp.milliseconds - settings.start.milliseconds
                try await clock.sleep(
                    until: began.advanced(by: .milliseconds(due)),
                    tolerance: .milliseconds(5)
                )
                try await feed.send([record])
                tally.count(record)
                tally.reportNow(then: false, trouble: await feed.trouble)
            }
        } catch is CancellationError {
            // Interrupted: what has been sent is still delivered.
        }
        try await feed.flush()
        tally.reportNow(then: true)
    }
}
