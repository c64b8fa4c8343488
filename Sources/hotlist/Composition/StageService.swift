// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import KafkaTransport
import Logging
import Operations
import Pipeline
import ServiceLifecycle

/// One stage as a service: runs its loop until the process is told to stop.
struct StageService<Work: Stage & ~Copyable>: Service {
    let name: StageName
    let loop: StageLoop<Work>
    let board: StatusBoard
    let logger: Logger

    func run() async throws {
        logger.info("stage starts", metadata: ["stage": "\(name.rawValue)"])
        do {
            try await withGracefulShutdownHandler {
                try await loop.run()
            } onGracefulShutdown: {
                loop.stop()
            }
        } catch let error as StageExit {
            var health = StageHealth(state: .failed)
            health.reasons = [error.reason]
            board.publish(health, of: name.rawValue)
            logger.critical(
                "stage ends the process",
                metadata: ["stage": "\(name.rawValue)", "reason": "\(error.reason)"]
            )
            throw error
        }
        logger.info("stage has stopped", metadata: ["stage": "\(name.rawValue)"])
    }
}
