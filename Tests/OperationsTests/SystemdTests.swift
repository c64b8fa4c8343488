// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Logging
import ServiceLifecycle
import Testing

@testable import Operations

@Suite(.timeLimit(.minutes(1))) struct SystemdTests {
    private let quiet = Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() }

    private func temporaryPath() -> String {
        "/tmp/hotlist-test-\(UUID().uuidString).sock"
    }

    @Test(arguments: [true, false]) func `a notification arrives over a path and over an abstract name`(
        isAbstract: Bool
    ) async throws {
        let address = isAbstract ? "@hotlist-test-\(UUID().uuidString)" : temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: address) }
        let socket = try DatagramSocket(address: address)
        let notifier = try #require(try SystemdNotifier.fromEnvironment(["NOTIFY_SOCKET": address]))
        try notifier.send([
            .ready, .watchdog, .stopping, .status("two\nlines\u{1B}"),
            .extendTimeout(microseconds: 30_000_000),
        ])
        #expect(
            await socket.receive() == [
                "READY=1", "WATCHDOG=1", "STOPPING=1", "STATUS=two lines ", "EXTEND_TIMEOUT_USEC=30000000",
            ]
        )
    }

    @Test func `without a socket there is no notifier, with a wrong one an error`() {
        #expect(throws: Never.self) {
            let none = try SystemdNotifier.fromEnvironment([:])
            #expect(none == nil)
        }
        for address in ["vsock:2:1", "relative", "/", "/\(String(repeating: "x", count: 107))"] {
            #expect(throws: SystemdNotifierError.invalidAddress(address)) {
                try SystemdNotifier(address: address)
            }
        }
    }

    @Test func `a socket that is gone is an error that names it`() throws {
        let notifier = try SystemdNotifier(address: temporaryPath())
        #expect(
            throws: SystemdNotifierError.failed(call: "sendto", code: 2, reason: "No such file or directory")
        ) {
            try notifier.send([.ready])
        }
    }

    @Test func `the watchdog's time is taken only when it is meant for this process`() {
        func milliseconds(_ environment: [String: String]) -> Int64? {
            SystemdNotifier.watchdogMilliseconds(in: environment, process: 42)
        }
        #expect(milliseconds(["WATCHDOG_USEC": "60000000"]) == 60_000)
        #expect(milliseconds(["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "42"]) == 60_000)
        #expect(milliseconds(["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "43"]) == nil)
        #expect(milliseconds(["WATCHDOG_USEC": "0"]) == nil)
        #expect(milliseconds(["WATCHDOG_USEC": "soon"]) == nil)
        #expect(milliseconds([:]) == nil)
    }

    @Test func `READY comes once, when all stages are ready`() {
        let board = StatusBoard(stages: ["ingest", "rank"], at: 0)
        var schedule = SystemdSchedule(watchdogInterval: nil, now: 0)
        board.publish(StageHealth(state: .running), of: "ingest")
        board.publish(
            StageHealth(state: .restoring, restore: RestoreProgress(done: 2, total: 5)),
            of: "rank"
        )
        #expect(
            schedule.step(board.snapshot, at: 0).messages == [
                .status("not ready: ingest running, lag 0; rank restoring 40 %")
            ]
        )
        board.publish(StageHealth(state: .running), of: "rank")
        #expect(
            schedule.step(board.snapshot, at: 1).messages == [
                .ready, .status("ready: ingest running, lag 0; rank running, lag 0"),
            ]
        )
        board.publish(StageHealth(state: .starting), of: "rank")
        #expect(schedule.step(board.snapshot, at: 2).messages == [])
        board.publish(StageHealth(state: .running), of: "rank")
        #expect(
            schedule.step(board.snapshot, at: 5_001).messages == [
                .status("ready: ingest running, lag 0; rank running, lag 0")
            ]
        )
    }

    @Test func `a start that gets on is given time, one that stands still is not`() {
        let board = StatusBoard(stages: ["ingest", "rank"], at: 0)
        var schedule = SystemdSchedule(watchdogInterval: nil, now: 0)
        func extends(at now: Int64) -> Bool {
            schedule.step(board.snapshot, at: now).messages.contains(.extendTimeout(microseconds: 30_000_000))
        }
        #expect(!extends(at: 0))
        board.turned("ingest", at: 1)
        board.turned("rank", at: 1)
        #expect(extends(at: 5_000))
        board.turned("ingest", at: 6_000)
        #expect(!extends(at: 10_000))
        board.turned("ingest", at: 11_000)
        board.turned("rank", at: 11_000)
        #expect(extends(at: 15_000))
    }

    @Test func `the watchdog is fed at half its time, if every loop has turned since`() {
        let board = StatusBoard(stages: ["ingest", "rank"], at: 0)
        var schedule = SystemdSchedule(watchdogInterval: 60_000, now: 0)
        func step(at now: Int64) -> SystemdSchedule.Step {
            var step = schedule.step(board.snapshot, at: now)
            step.messages.removeAll { $0 != .watchdog }
            return step
        }
        board.turned("ingest", at: 1)
        board.turned("rank", at: 1)
        #expect(step(at: 29_999) == SystemdSchedule.Step())
        #expect(step(at: 30_000) == SystemdSchedule.Step(messages: [.watchdog]))
        board.turned("ingest", at: 30_001)
        #expect(step(at: 59_999) == SystemdSchedule.Step())
        #expect(step(at: 60_000) == SystemdSchedule.Step(stuck: ["rank"]))
        #expect(step(at: 60_100) == SystemdSchedule.Step())
        board.turned("rank", at: 60_150)
        #expect(step(at: 60_200) == SystemdSchedule.Step(messages: [.watchdog]))
        #expect(step(at: 90_199) == SystemdSchedule.Step())
        #expect(step(at: 90_200) == SystemdSchedule.Step(stuck: ["ingest", "rank"]))
    }

    @Test func `a stage that has ended need not turn`() {
        let board = StatusBoard(stages: ["ingest", "rank"], at: 0)
        var schedule = SystemdSchedule(watchdogInterval: 1_000, now: 0)
        board.publish(StageHealth(state: .stopped), of: "ingest")
        board.turned("rank", at: 1)
        #expect(schedule.step(board.snapshot, at: 500).messages.contains(.watchdog))
    }

    @Test func `the reporter tells of readiness, of life and of the stop`() async throws {
        let address = "@hotlist-test-\(UUID().uuidString)"
        let socket = try DatagramSocket(address: address)
        let board = StatusBoard(stages: ["rank"], at: SystemClock.monotonicMilliseconds())
        let reporter = SystemdReporter(
            notifier: try SystemdNotifier(address: address),
            board: board,
            watchdogMilliseconds: 10,
            logger: quiet
        )
        let group = ServiceGroup(services: [reporter], logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            #expect(await socket.receiveIgnoringDelays() == ["STATUS=not ready: rank starting"])
            board.publish(StageHealth(state: .running), of: "rank")
            #expect(await socket.receiveIgnoringDelays() == ["READY=1", "STATUS=ready: rank running, lag 0"])
            // Nothing has turned, so the next datagram is not sent before this.
            board.turned("rank", at: SystemClock.monotonicMilliseconds())
            #expect(await socket.receiveIgnoringDelays() == ["WATCHDOG=1"])
            await group.triggerGracefulShutdown()
            // On a slow machine a sign of life may have been on its way, and the loop be late.
            var last = await socket.receiveIgnoringDelays()
            while last.first != "STOPPING=1", !last.isEmpty { last = await socket.receiveIgnoringDelays() }
            #expect(last == ["STOPPING=1", "STATUS=stopping"])
            try await tasks.waitForAll()
        }
    }
}
