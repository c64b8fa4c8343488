// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Foundation
import KafkaClient
import KafkaMockCluster
import Logging
import Operations
import Pipeline
import SampleSignals
import ServiceLifecycle

/// Plays a day of vendor records to the daemon in a few minutes, and shows what becomes of them.
actor DemoShow {
    /// The queue that is shown.
    static let queue = "outbound"
    private static let frame = Duration.milliseconds(250)
    private static let recordsPerDay = 2400.0

    private let deployment: DemoDeployment
    private let feed: SampleFeed
    private let reader: QueueReader
    /// How long the day takes, in milliseconds.
    private let length: Int64
    private let screen: TerminalScreen?
    private var stream: SampleStream
    private let dayStart: Timestamp

    private var lists = PublishedLists()
    private var moves = RankMoves(span: 8000)
    private var news: DemoNews
    private var hints: DemoHints
    private var phase = "starts"
    private var progress = 0.0
    private var numbers = DemoNumbers()
    private let began = Operations.SystemClock.monotonicMilliseconds()
    /// When a scene was last printed, and how much had been said by then.
    private var printed: (time: Int64?, news: Int) = (nil, 0)

    /// A show that has not begun.
    init(_ deployment: DemoDeployment, thread: KafkaThread, seed: UInt64, length: Int64, program: String) {
        self.deployment = deployment
        self.length = length
        feed = SampleFeed(thread: thread, topicPrefix: DemoDeployment.topicPrefix)
        reader = QueueReader(thread: thread, topic: deployment.setup.names.queues)
        screen = TerminalScreen.isAvailable ? TerminalScreen() : nil
        // The last 24 hours, so that nothing lies in the future and little has faded.
        dayStart = Timestamp(
            milliseconds: Operations.SystemClock.wallMilliseconds() - Timestamp.millisecondsPerDay
        )
        var settings = SampleSettings(
            seed: seed,
            accounts: 300,
            start: dayStart,
            recordsPerSecond: Self.recordsPerDay / 86_400
        )
        settings.followsDay = true
        stream = SampleStream(settings)
        news = DemoNews(pace: screen == nil ? 1000 : 2500)
        hints = DemoHints(
            program: program,
            brokers: deployment.broker.bootstrapServers,
            port: nil,
            configuration: deployment.configurationPath
        )
    }

    /// Takes the port of the daemon's HTTP.
    func listens(on port: Int) {
        hints.port = port
    }

    /// Plays the day, and returns when it is over or its task is cancelled.
    func play(watching board: StatusBoard) async throws {
        do {
            let kafka = KafkaConfiguration(["bootstrap.servers": deployment.broker.bootstrapServers])
            try await feed.open(kafka, logger: Logger.quiet)
            try await reader.open(kafka, logger: Logger.quiet)
            try await start(board)
            try await introduce(board)
            try await playDay(board)
        } catch is CancellationError {
            phase = "interrupted"
        } catch {
            await close()
            throw error
        }
        await close()
    }

    private func close() async {
        screen?.leave()
        await feed.close()
        await reader.close()
    }

    // MARK: Acts

    private func start(_ board: StatusBoard) async throws {
        news.say(
            "an embedded Kafka, and on it the daemon as it runs in production: ingest, rank, merge, HTTP"
        )
        while !board.snapshot.isReady {
            phase = board.snapshot.reasonsNotReady.first ?? "starts"
            try await turn(board)
        }
    }

    private func introduce(_ board: StatusBoard) async throws {
        news.say("vendors introduce 300 companies, each by a name of its own: aliases join them by domain")
        phase = "introductions"
        let introductions = (0..<stream.introductionCount).map { _ in stream.next() }
        try await feed.send(introductions)
        while numbers.records < introductions.count || numbers.lag > 0 { try await turn(board) }
    }

    private func playDay(_ board: StatusBoard) async throws {
        let start = Operations.SystemClock.monotonicMilliseconds()
        let day = Timestamp.millisecondsPerDay
        news.say("the day begins: each signal adds points to its kind, and all points fade by half-lives")
        var next = stream.next()
        while progress < 1 {
            let elapsed = Operations.SystemClock.monotonicMilliseconds() - start
            progress = min(1, Double(elapsed) / Double(length))
            let moment = Timestamp(milliseconds: dayStart.milliseconds + Int64(progress * Double(day)))
            phase = moment.description.prefix(16).replacing("T", with: " ") + " UTC"
            var due: [SampleRecord] = []
            while next.timestamp <= moment {
                due.append(next)
                next = stream.next()
            }
            try await feed.send(due)
            for record in due { news.note(record) }
            try await turn(board)
        }
        try await feed.flush()
        phase = "the day is over"
        // What is on its way still arrives: at most two ticks and a transaction.
        for _ in 0..<20 where numbers.lag > 0 { try await turn(board) }
        for _ in 0..<4 { try await turn(board) }
    }

    // MARK: Showing

    /// One frame: what was published, said and counted since the last.
    private func turn(_ board: StatusBoard) async throws {
        try await Task.sleep(for: Self.frame)
        let now = Operations.SystemClock.monotonicMilliseconds()
        let hasChanged = lists.apply(try await reader.poll(timeout: .zero))
        let view = QueueView(Self.queue, of: lists.lists)
        moves.observe(view.accounts, at: now)
        if hasChanged { news.note(view) }
        news.turn(at: now)
        numbers = DemoNumbers(board.snapshot)
        show(scene(view, at: now), at: now)
    }

    private func scene(_ view: QueueView, at now: Int64) -> DemoScene {
        DemoScene(
            phase: phase,
            progress: progress,
            numbers: numbers,
            view: view,
            moves: moves,
            news: news.lines,
            hint: hints.hint(at: now - began, about: view.accounts.first?.domain)
        )
    }

    private func show(_ scene: DemoScene, at now: Int64) {
        if let screen {
            let size = TerminalScreen.size
            return screen.draw(scene.lines(size), size: size)
        }
        guard !scene.view.rows.isEmpty else {
            for text in news.lines.dropFirst(printed.news) { Console.line(text) }
            printed.news = news.lines.count
            return
        }
        if let last = printed.time, now - last < max(5000, length / 6) { return }
        write(scene.plain(accounts: 5, newsSince: printed.news))
        printed = (now, news.lines.count)
    }

    /// What is left on the terminal or in the file at the end.
    func printSummary() {
        let now = Operations.SystemClock.monotonicMilliseconds()
        let view = QueueView(Self.queue, of: lists.lists)
        write(scene(view, at: now).plain(accounts: 10, newsSince: .max))
        for line in hints.next { Console.line(line) }
    }

    private func write(_ lines: [StyledLine]) {
        let columns = screen == nil ? 150 : TerminalScreen.size.columns
        for line in lines { Console.line(line.rendered(columns: columns, isColored: false)) }
    }
}

/// The show as a service beside the stages: the daemon stops when it ends.
struct DemoService: Service {
    let show: DemoShow
    let board: StatusBoard

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await show.play(watching: board) }
    }
}
