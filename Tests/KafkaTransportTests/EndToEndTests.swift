// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ingest
import KafkaClient
import KafkaTransport
import Pipeline
import Ranking
import SampleSignals
import Scoring
import Testing

@Suite(.timeLimit(.minutes(3))) struct EndToEndTests {
    @Test func `vendor records become the lists, entries, changes and dead letters that a replay computes`()
        async throws
    {
        let deployment = try TestDeployment(presets: VendorRecords.presets)
        let vendors = VendorRecords(deployment, accounts: 30, count: 800)
        let replay = try Replay(of: vendors.introductions + vendors.usual, deployment)
        #expect(replay.letters.count > 5)

        try await RunningProcess.during(deployment) { process in
            // Until every name is known, what is said under it cannot be used.
            try deployment.brokers.append(vendors.introductions)
            try await process.await("the introductions") {
                await process.ingest.ask { $0.report.recordsIn } == vendors.introductions.count
            }
            try deployment.brokers.append(vendors.usual)
            try await process.await("the fold of all events") {
                await process.rank.ask { $0.report.recordsIn } == replay.events.count
            }
            let folded = Timestamp(milliseconds: SystemClockReading.wall)
            try await process.await("a publication of every list after that") {
                let lists = await process.merge.ask { $0.lists }
                return !lists.isEmpty
                    && lists.allSatisfy { list in
                        list.hasOneInstant && list.positions.allSatisfy { $0.asOf > folded }
                    }
            }
        }

        let events = try deployment.journal().map(\.event)
        let ranking = try replay.ranking(inOrderOf: events)
        #expect(events.count - Set(events.map { [$0.source, $0.id] }).count > 3, "no event has come twice")
        let lists = try deployment.checkPublished()
        #expect(lists.values.filter { !$0.entries.isEmpty }.count >= 4)
        for (name, list) in lists {
            let expected = ranking.lists(asOf: list.asOf).first { $0.list == name }
            #expect(list.undated == expected?.undated ?? [], "\(name.text)")
        }
        try checkDeadLetters(deployment, replay)
    }

    private func checkDeadLetters(_ deployment: TestDeployment, _ replay: Replay) throws {
        let found = try deployment.brokers.records(
            of: deployment.names.deadLetters,
            partitions: deployment.counts.deadLetters
        )
        #expect(found.count == replay.letters.count)
        for letter in found {
            let place =
                "\(letter[header: "hotlist.error.topic"] ?? "?") \(letter[header: "hotlist.error.offset"] ?? "?")"
            let expected = try #require(
                replay.letters.first { record, _ in
                    record.topic == letter[header: "hotlist.error.topic"]
                        && String(record.partition) == letter[header: "hotlist.error.partition"]
                        && String(record.offset) == letter[header: "hotlist.error.offset"]
                },
                "\(place)"
            )
            #expect(letter.key == expected.record.key, "\(place)")
            #expect(letter.value == expected.record.value, "\(place)")
            #expect(Array(letter.headers.prefix(expected.record.headers.count)) == expected.record.headers)
            #expect(letter[header: "hotlist.error.code"] == expected.letter.reason.rawValue, "\(place)")
            #expect(letter[header: "hotlist.error.message"] == expected.letter.message, "\(place)")
            #expect(letter[header: "hotlist.error.timestamp"] != nil, "\(place)")
            #expect(letter[header: "__connect.errors.topic"] == expected.record.topic, "\(place)")
        }
    }
}

/// Vendors' records of two days that ended a day ago: good, double, late and broken ones.
private struct VendorRecords {
    static let presets: [Preset] = [
        .builtwithChanges, .cloudEvents, .crunchbaseFunding, .hubspot, .predictleadsJobOpenings,
        .predictleadsNewsEvents, .predictleadsTechnologyDetections, .salesforceCDC, .segment, .theirstack,
    ]

    private(set) var introductions: [TestRecord] = []
    private(set) var usual: [TestRecord] = []

    init(_ deployment: TestDeployment, accounts: Int, count: Int) {
        let start = SystemClockReading.wall - 3 * Timestamp.millisecondsPerDay
        var settings = SampleSettings(
            seed: 11,
            accounts: accounts,
            start: Timestamp(milliseconds: start),
            recordsPerSecond: Double(count) / 172_800
        )
        settings.duplicateShare = 0.05
        settings.brokenShare = 0.05
        settings.lateShare = 0.05
        var stream = SampleStream(settings)
        var offsets: [TestRecord: Int64] = [:]
        for number in 0..<(stream.introductionCount + count) {
            let sample = stream.next()
            let topic = deployment.sources.first { $0.value.rawValue == sample.preset.rawValue }?.key ?? ""
            let partition = Int32(number % Int(deployment.sourcePartitions))
            let place = TestRecord(topic: topic, partition: partition)
            let offset = offsets[place, default: 0]
            offsets[place] = offset + 1
            // Vendors have headers of their own, which nobody asks for and dead letters keep.
            let trace =
                number.isMultiple(of: 2)
                ? [KafkaHeader(name: "trace", value: Array("\(number)".utf8))] : []
            let record = TestRecord(
                topic: topic,
                partition: partition,
                key: sample.key,
                value: sample.value,
                headers: sample.headers.map { KafkaHeader(name: $0.name, value: $0.value) } + trace,
                offset: offset
            )
            if number < stream.introductionCount {
                introductions.append(record)
            } else {
                usual.append(record)
            }
        }
    }
}

/// The same records without Kafka.
private struct Replay {
    var events: [Event] = []
    var letters: [(record: TestRecord, letter: DeadLetter)] = []
    private let model: Model

    init(of records: [TestRecord], _ deployment: TestDeployment) throws {
        model = deployment.model
        var ingestor = try deployment.ingestor()
        var aliases = AliasTable()
        let now = Timestamp(milliseconds: SystemClockReading.wall)
        for record in records {
            let source = SourceRecord(
                topic: record.topic,
                partition: record.partition,
                offset: record.offset,
                timestamp: now,
                key: record.key,
                headers: record.headers.map { RecordHeader($0.name, $0.value) }
            )
            let outcome = ingestor.process(source, value: record.value?.span, aliases: aliases, now: now)
            for alias in outcome.aliases { aliases.apply(alias) }
            events += outcome.events
            if let letter = outcome.deadLetter { letters.append((record, letter)) }
        }
    }

    /// The ranking of the events in the order of a journal that holds the same ones, each once.
    ///
    /// Topics are read side by side, and which of a person's visits of a day count depends on which came first.
    func ranking(inOrderOf journal: [Event]) throws -> OfflineRanking {
        var remaining = Dictionary(grouping: events, by: Self.undated)
        var ranking = OfflineRanking(model: model)
        for event in journal {
            let same = remaining[Self.undated(event)]?.popLast()
            ranking.fold(try #require(same, "\(event.id) is in the journal too often, or not by its record"))
        }
        #expect(remaining.values.flatMap { $0.map(\.id) } == [], "not in the journal")
        return ranking
    }

    /// The event without the moment at which it was taken in.
    private static func undated(_ event: Event) -> Event {
        var event = event
        event.recordedTime = Timestamp(milliseconds: 0)
        return event
    }
}

/// A process as `hotlist run` makes it: three loops, each on its thread.
private struct RunningProcess {
    let ingest: StageLoop<IngestStage>
    let rank: StageLoop<RankStage>
    let merge: StageLoop<MergeStage>
    private let threads: [KafkaThread]
    private let tasks: [Task<Void, any Error>]

    init(_ deployment: TestDeployment, instance: String) throws {
        threads = StageName.allCases.map { KafkaThread(name: $0.rawValue) }
        func transport(_ stage: StageName) throws -> KafkaTransport {
            try deployment.transport(stage, instance: instance)
        }
        let ingest = StageLoop(
            thread: threads[0],
            stage: try deployment.ingest(),
            transport: try transport(.ingest),
            settings: StageDriverSettings(),
            publish: { _, _ in }
        )
        let rank = StageLoop(
            thread: threads[1],
            stage: deployment.rank(),
            transport: try transport(.rank),
            settings: StageDriverSettings(),
            publish: { _, _ in }
        )
        let merge = StageLoop(
            thread: threads[2],
            stage: deployment.merge(),
            transport: try transport(.merge),
            settings: StageDriverSettings(),
            publish: { _, _ in }
        )
        (self.ingest, self.rank, self.merge) = (ingest, rank, merge)
        tasks = [
            Task { try await ingest.run() }, Task { try await rank.run() }, Task { try await merge.run() },
        ]
    }

    /// Runs a process while `body` does, and stops it.
    static func during(_ deployment: TestDeployment, _ body: (RunningProcess) async throws -> Void)
        async throws
    {
        let process = try RunningProcess(deployment, instance: "one")
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(process))
        } catch {
            outcome = .failure(error)
        }
        process.ingest.stop()
        process.rank.stop()
        process.merge.stop()
        var results = [outcome]
        for task in process.tasks { results.append(await task.result) }
        // Threads have to be ended before they are released, whatever happened.
        for thread in process.threads { thread.join() }
        for result in results { try result.get() }
    }

    /// Asks again and again, each time after a round of a loop.
    func await(_ what: String, _ isContent: () async throws -> Bool) async throws {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(120) {
            if try await isContent() { return }
            _ = await merge.ask { $0.report.recordsIn }
        }
        throw WaitedInVain(description: "no sign of \(what) in 120 s")
    }
}

/// The time of day.
enum SystemClockReading {
    static var wall: Int64 {
        var clock = SystemClock()
        return clock.now().wall.milliseconds
    }
}
