// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Logging
import Synchronization

/// Logs when a stage stops reading since memory is short, and when it goes on.
final class StagePauses: Sendable {
    private let logger: Logger
    private let last = Mutex(false)

    /// The pauses of the stage that `logger` speaks of.
    init(_ logger: Logger) {
        self.logger = logger
    }

    /// Takes whether the stage is paused after a round.
    func log(_ isPaused: Bool) {
        last.withLock { last in
            guard isPaused != last else { return }
            if isPaused {
                logger.warning("reads no further: the process uses as much memory as limits.memory allows")
            } else {
                logger.info("reads on: there is memory again")
            }
            last = isPaused
        }
    }
}
