// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Logging
import Pipeline
import Synchronization

/// Logs how far a stage is with taking its partitions over: when it begins, every few seconds, and when it is done.
final class StageProgress: Sendable {
    private struct Takeover {
        /// When it began, and when the last line was written, in milliseconds on the monotonic clock.
        var began: Int64
        var said: Int64
    }

    /// How many milliseconds lie between two lines.
    private static let pace: Int64 = 5_000

    private let logger: Logger
    private let takeover = Mutex<Takeover?>(nil)

    /// The progress of the stage that `logger` speaks of.
    init(_ logger: Logger) {
        self.logger = logger
    }

    /// Takes where the stage stands after a round.
    func log(_ status: StageStatus, _ report: StageReport) {
        takeover.withLock { takeover in
            let now = status.lastStep
            switch status.phase {
            case .starting, .joining, .stopped:
                takeover = nil
            case .learning, .preparing, .restoring, .running:
                let isDone = status.phase == .running && report.waitingFor.isEmpty
                guard let under = takeover else {
                    if !isDone { takeover = begin(status, at: now) }
                    return
                }
                if isDone {
                    let seconds = Double(now - under.began) / 1000
                    logger.info("has taken its partitions over", metadata: ["seconds": "\(seconds)"])
                    takeover = nil
                } else if now - under.said >= Self.pace {
                    say(status, report)
                    takeover?.said = now
                }
            }
        }
    }

    private func begin(_ status: StageStatus, at now: Int64) -> Takeover {
        let partitions = status.assigned.map { "\($0)" }.joined(separator: " ")
        logger.info("takes partitions over", metadata: ["partitions": "\(partitions)"])
        return Takeover(began: now, said: now)
    }

    private func say(_ status: StageStatus, _ report: StageReport) {
        if let restore = status.restore {
            let done = restore.total - restore.remaining
            logger.info("restores", metadata: ["records": "\(done)", "of": "\(restore.total)"])
        } else {
            logger.info(
                "catches up",
                metadata: ["waiting_for": "\(report.waitingFor.joined(separator: "; "))"]
            )
        }
    }
}
