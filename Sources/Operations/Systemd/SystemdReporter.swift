// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Logging
public import ServiceLifecycle

/// Tells systemd when the stages are ready, that their loops turn, what they do, and that the service stops.
///
/// In a service group it comes last, so that it is the first to hear of a shutdown.
public struct SystemdReporter: Service {
    private let notifier: SystemdNotifier
    private let board: StatusBoard
    private let watchdogMilliseconds: Int64?
    private let logger: Logger

    /// A reporter of what `board` says.
    ///
    /// - Parameters:
    ///   - notifier: The way to systemd.
    ///   - board: What the stages say.
    ///   - watchdogMilliseconds: Within how many milliseconds systemd wants a sign of life; nil for never.
    ///   - logger: Where it logs.
    public init(notifier: SystemdNotifier, board: StatusBoard, watchdogMilliseconds: Int64?, logger: Logger) {
        self.notifier = notifier
        self.board = board
        self.watchdogMilliseconds = watchdogMilliseconds
        self.logger = logger
    }

    /// Reports until graceful shutdown.
    public func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await report() }
        } catch is CancellationError {
            send([.stopping, .status("stopping")])
        }
    }

    private func report() async throws {
        var schedule = SystemdSchedule(
            watchdogInterval: watchdogMilliseconds,
            now: SystemClock.monotonicMilliseconds()
        )
        // Short beside the watchdog's time, and short enough that nobody waits for READY=1.
        let pause = Duration.milliseconds(min(100, max(1, (watchdogMilliseconds ?? 1_000) / 10)))
        while true {
            let step = schedule.step(board.snapshot, at: SystemClock.monotonicMilliseconds())
            if !step.messages.isEmpty { send(step.messages) }
            for stage in step.stuck {
                logger.warning(
                    "The loop of a stage stands still; systemd gets no sign of life until it turns",
                    metadata: Logger.Metadata([.stage: .string(stage)])
                )
            }
            try await Task.sleep(for: pause)
        }
    }

    private func send(_ messages: [SystemdMessage]) {
        do throws(SystemdNotifierError) {
            try notifier.send(messages)
        } catch {
            logger.warning(
                "Cannot tell systemd",
                metadata: Logger.Metadata([.error: .string(error.description)])
            )
        }
    }
}
