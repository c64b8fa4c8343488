// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import Foundation
import Pipeline
import Ranking
import RecordFiles
import Scoring

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract:
            "Ranks accounts as of any instant: from the deployment's journal, or from files without Kafka.",
        discussion: """
            Examples:
              hotlist replay crunchbase-funding=rounds.ndjson.gz theirstack=jobs.ndjson
              hotlist replay --as-of 2026-01-15 --queue outbound my-mapping.yaml=export.csv.gz
              kcat -C -e -q -b localhost:9092 -t hotlist.journal | hotlist replay -
              hotlist replay --as-of 2026-11-17 --config /etc/hotlist/hotlist.yaml

            MAPPING is a preset's name or a mapping file; without it a file holds the events of a journal. Formats are \
            told by the ending (.ndjson .jsonl .json .csv .tsv, each also .gz); - is standard input, in NDJSON. Files \
            are read in the order given: names and ids that one teaches help those after it, so give companies \
            before what happened to them. Without files, the journal of the deployment that --config names is read \
            from Kafka.
            """
    )

    @OptionGroup var input: ReplayInput
    @Option(help: "Only this queue, or this list of a queue.") var queue: String?
    @Option(help: ArgumentHelp("Only the first of each list: 20 in text, all in JSON.", valueName: "number"))
    var top: Int?
    @Option(help: "Output for people or for programs: text, or json with one published list a line.")
    var format = OutputFormat.text
    @Option(help: ArgumentHelp("Write each unusable record with its reason to this file.", valueName: "file"))
    var deadLetters: String?
    @Argument(help: ArgumentHelp("What to read, in this order.", valueName: "[mapping=]file"))
    var files: [ReplayFile] = []

    func validate() throws {
        guard top.map({ $0 > 0 }) ?? true else { throw ValidationError("--top is at least 1") }
        guard deadLetters == nil || !files.isEmpty else {
            throw ValidationError("--dead-letters is for files; the journal holds events only")
        }
        guard files.count(where: { $0.source == .standardInput }) < 2 else {
            throw ValidationError("standard input can be read once only")
        }
    }

    func run() async throws {
        let began = ContinuousClock.now
        if files.isEmpty {
            try replayDeployment()
            return
        }
        let letters = try deadLetters.map(DeadLetterFile.init)
        let replay = try input.replay(files) { try letters?.write($0) }
        let lists = try chosen(replay.ranking.lists(asOf: replay.instant), replay.ranking.model)
        let summary = ReplaySummary.text(replay, seconds: (ContinuousClock.now - began) / .seconds(1))
        show(lists, summary)
    }

    /// Ranks the accounts of the deployment's journal on Kafka.
    private func replayDeployment() throws {
        let began = ContinuousClock.now
        let setup = try Setup(path: input.config ?? ConfigurationOption.defaultPath)
        let instant = try input.pastInstant()
        let reading = try TopicReading(setup)
        let deployed = try DeployedModel(input.model, at: instant, setup, reading)
        var ranking = OfflineRanking(model: deployed.model)
        var events = 0
        let extent = try JournalReading(setup: setup, reading: reading).forEachEvent(upTo: instant) { event in
            events += 1
            ranking.fold(event)
        }
        var table = TextTable(["", ""])
        table.append(["journal", "\(setup.names.journal), \(extent.records) records"])
        table.append(["events up to \(instant)", String(events)])
        table.append(["accounts", String(ranking.accountCount)])
        table.append(["model", "\(deployed.model.digest)"])
        table.append(["", deployed.origin])
        for warning in extent.warnings { table.append(["note", warning]) }
        table.append(["seconds", String(format: "%.1f", (ContinuousClock.now - began) / .seconds(1))])
        let summary = table.text.drop { $0 == "\n" || $0 == " " } + "\n"
        show(try chosen(ranking.lists(asOf: instant), ranking.model), String(summary))
    }

    private func show(_ lists: [PublishedList], _ summary: String) {
        switch format {
        case .text:
            Console.text(summary)
            for list in lists { Console.text(RankingText.text(of: list, top: top ?? 20)) }
        case .json:
            for var list in lists {
                if let top { list.entries = Array(list.entries.prefix(top)) }
                Console.line(list.encoded())
            }
            for line in summary.split(separator: "\n") { Console.error(String(line)) }
        }
    }

    private func chosen(_ lists: [PublishedList], _ model: Model) throws -> [PublishedList] {
        guard let queue else { return lists }
        let chosen = lists.filter { $0.list.queue == queue || $0.list.text == queue }
        let isKnown = model.queues.contains { ListName(parsing: queue)?.queue == $0.name }
        guard isKnown else {
            let names = model.queues.map(\.name).joined(separator: ", ")
            throw ValidationError("the model has no queue \(queue); it has \(names)")
        }
        return chosen
    }
}
