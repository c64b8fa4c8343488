// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
public import KafkaClient
public import Pipeline

/// Runs a stage's driver on a thread of its own, round after round, until it is told to stop.
///
/// Other tasks look at the stage, or ask it something, between two rounds.
public actor StageLoop<Work: Stage & ~Copyable> {
    private let thread: KafkaThread
    private var driver: StageDriver<Work, KafkaTransport, SystemClock>
    private let wakeUp: @Sendable () -> Void
    private let publish: @Sendable (StageStatus, StageReport?) -> Void
    private var isStopping = false
    /// When and in which phase the last report was made.
    private var lastReport: (time: Int64, phase: StageStatus.Phase)?
    /// How many milliseconds lie between two reports, which cost more than a short round.
    private static var reportInterval: Int64 { 100 }

    /// The loop's own thread, on which calls of librdkafka may block.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe thread.asUnownedSerialExecutor()
    }

    /// A loop that has not begun.
    ///
    /// `publish` is called after every round, a few times a second with a report.
    public init(
        thread: KafkaThread,
        stage: consuming sending Work,
        transport: consuming sending KafkaTransport,
        cache: sending (any StateCacheStorage)? = nil,
        memory: sending (any MemoryGauge)? = nil,
        settings: StageDriverSettings,
        publish: @escaping @Sendable (StageStatus, StageReport?) -> Void
    ) {
        self.thread = thread
        wakeUp = transport.wakeUp
        driver = StageDriver(
            stage: stage,
            transport: transport,
            clock: SystemClock(),
            cache: cache,
            memory: memory,
            settings: settings
        )
        self.publish = publish
    }

    /// Goes round until `stop` has been called; then commits what is left and leaves the group.
    ///
    /// - Throws: `StageExit` when the process has to end.
    public func run() async throws(StageExit) {
        while !isStopping {
            try driver.step()
            publish(driver.status, takesReport() ? driver.stage.report : nil)
            // Lets questions in.
            await Task.yield()
        }
        try driver.stop()
        publish(driver.status, driver.stage.report)
    }

    /// Whether it is time for a report, which is then taken for made.
    private func takesReport() -> Bool {
        let (now, phase) = (driver.status.lastStep, driver.status.phase)
        if let lastReport, lastReport.phase == phase, now - lastReport.time < Self.reportInterval {
            return false
        }
        lastReport = (now, phase)
        return true
    }

    /// Ends `run` after the round that is under way.
    public nonisolated func stop() {
        wakeUp()
        Task { await self.end() }
    }

    private func end() {
        isStopping = true
    }

    /// Asks the stage something between two rounds.
    public func ask<Answer: Sendable>(_ question: @Sendable (borrowing Work) -> Answer) -> Answer {
        question(driver.stage)
    }
}
