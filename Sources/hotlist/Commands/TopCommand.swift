// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import Events
import Foundation
import KafkaClient
import KafkaTransport
import Logging
import Operations
import Pipeline
import Ranking

struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Shows a queue as it is published, and keeps showing it.",
        discussion: """
            Examples:
              hotlist top                          what queues and lists there are
              hotlist top outbound/maria           one list, live; Ctrl-C ends it
              hotlist top outbound                 all lists of the queue as one
              hotlist top call-today --once        the list as it is now
              hotlist top call-today --format json each list as it is published, a line of JSON
            It reads the topic of the queues like any other consumer; the daemon need not run. Where the output is
            not a terminal, the text is printed once. Only the configuration's brokers and model are used; with \
            --brokers no configuration is read at all.
            """
    )

    @Argument(help: "A queue, or one of its lists: QUEUE or QUEUE/VALUE.") var queue: String?
    @OptionGroup var deployment: ConfigurationOption
    @Option(help: "host:port of a broker, instead of a configuration file.") var brokers: String?
    @Option(help: "The deployment's name, with --brokers.") var applicationID = "hotlist"
    @Flag(help: "Print the list as it is now, and end.") var once = false
    @Option(name: .shortAndLong, help: "Show at most this many accounts; 50 when printed once.")
    var number: Int?
    @Option(help: "Output for people or for programs: text or json.") var format = OutputFormat.text

    func validate() throws {
        if let number, number < 1 { throw ValidationError("--number must be 1 or more") }
    }

    func run() async throws {
        let (kafka, topic, known) = try source()
        let thread = KafkaThread(name: "hotlist-top")
        defer { thread.join() }
        let reader = QueueReader(thread: thread, topic: topic)
        try await Interruptible.run {
            do {
                try await reader.open(kafka, logger: Logger.quiet)
                try await show(reader, known)
            } catch {
                await reader.close()
                throw error
            }
            await reader.close()
        }
    }

    /// What to connect with, the topic to read, and the queues that the model declares.
    private func source() throws(CommandFailure) -> (KafkaConfiguration, topic: String, queues: [String]) {
        if let brokers {
            let configuration = KafkaConfiguration(["bootstrap.servers": brokers, "client.id": "hotlist-top"])
            return (configuration, "\(applicationID).queues", [])
        }
        let setup = try deployment.load()
        let configuration = KafkaConfiguration(setup.transport.consumer)
            .merging(["client.id": "hotlist-top", "queued.min.messages": "1000"])
        return (configuration, setup.names.queues, setup.model.queues.map(\.name))
    }

    private func show(_ reader: QueueReader, _ known: [String]) async throws {
        var lists = PublishedLists()
        lists.apply(try await reader.readToEnd(within: .seconds(30)))
        guard let queue else { return try showNames(lists, known) }
        try check(queue, lists, known)
        switch format {
        case .json:
            for list in lists.selected(by: queue) { printRecord(lists.records[list.list.text]) }
            if !once { try await follow(queue, reader) }
        case .text where once || !TerminalScreen.isAvailable:
            printOnce(QueueView(queue, of: lists.lists))
        case .text:
            try await watch(queue, reader, &lists)
        }
    }

    /// Fails for a queue that does not exist, with the one that was probably meant.
    private func check(_ queue: String, _ lists: PublishedLists, _ known: [String]) throws(CommandFailure) {
        guard lists.selected(by: queue).isEmpty, !known.contains(queue) else { return }
        let names = lists.lists.map(\.list.text)
        let queues = lists.queues + known.filter { !lists.queues.contains($0) }
        if names.isEmpty, queues.isEmpty {
            throw .failed("no list has been published yet, so there is no \(queue) to show")
        }
        let suggestion = NameSuggestion.nearest(to: queue, among: names + queues)
        let hint =
            suggestion.map { "; did you mean \($0)?" } ?? "; there is \(queues.joined(separator: ", "))"
        throw .failed("there is no list \(queue)\(hint)")
    }

    // MARK: Once

    private func showNames(_ lists: PublishedLists, _ known: [String]) throws {
        let now = Operations.SystemClock.wallMilliseconds()
        if format == .json {
            for list in lists.lists { printRecord(lists.records[list.list.text]) }
            return
        }
        var table = TextTable(["list", "accounts", "first", "urgency", "scored"], rightAligned: [1, 3])
        for list in lists.lists {
            let first = list.entries.first
            table.append([
                list.list.text,
                String(list.entries.count),
                first?.account.domain ?? "-",
                first.map { RankedTable.decimal($0.urgency) } ?? "-",
                AgeText.text(milliseconds: now - list.asOf.milliseconds),
            ])
        }
        for name in known where !lists.queues.contains(name) {
            table.append([name, "0", "-", "-", "not published yet"])
        }
        if lists.lists.isEmpty, known.isEmpty {
            Console.line("No list has been published yet.")
        } else {
            Console.text(table.text)
        }
    }

    private func printOnce(_ view: QueueView) {
        // Wide enough for the reasons where a terminal does not set a limit.
        let columns = Console.isTerminal ? TerminalScreen.size.columns : 160
        Console.line(heading(view).text)
        for line in RankedTable(columns: columns, limit: number ?? 50).lines(view, RankMoves(span: 0)) {
            Console.line(line.rendered(columns: columns, isColored: false))
        }
    }

    private func printRecord(_ bytes: [UInt8]?) {
        if let bytes { Console.line(bytes) }
    }

    // MARK: Live

    private func follow(_ queue: String, _ reader: QueueReader) async throws {
        while true {
            try Task.checkCancellation()
            for update in try await reader.poll(timeout: .milliseconds(250)) {
                guard let list = update.list, list.list.text == queue || list.list.queue == queue else {
                    continue
                }
                printRecord(update.bytes)
            }
        }
    }

    private func watch(_ queue: String, _ reader: QueueReader, _ lists: inout PublishedLists) async throws {
        let screen = TerminalScreen()
        defer { screen.leave() }
        var moves = RankMoves(span: 10_000)
        while true {
            try Task.checkCancellation()
            let view = QueueView(queue, of: lists.lists)
            moves.observe(view.accounts, at: Operations.SystemClock.monotonicMilliseconds())
            let size = TerminalScreen.size
            let table = RankedTable(columns: size.columns, limit: min(number ?? .max, size.rows - 4))
            let foot = StyledLine("▲▼ moves of the last 10 s · Ctrl-C ends", .faint)
            screen.draw([heading(view)] + table.lines(view, moves) + [StyledLine(), foot], size: size)
            lists.apply(try await reader.poll(timeout: .milliseconds(250)))
        }
    }

    private func heading(_ view: QueueView) -> StyledLine {
        var line = StyledLine(view.name, .strong)
        line.append(view.listCount > 1 ? ", \(view.listCount) lists as one: " : ": ")
        line.append(view.rows.count == 1 ? "1 account" : "\(view.rows.count) accounts")
        if let asOf = view.asOf {
            let age = AgeText.text(
                milliseconds: Operations.SystemClock.wallMilliseconds() - asOf.milliseconds
            )
            line.append(", scored \(age)")
        }
        return line
    }
}
