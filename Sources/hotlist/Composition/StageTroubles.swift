// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Logging
import Synchronization

/// Logs what comes in a stage's way, and when it is out of it again; once each, not in every round.
final class StageTroubles: Sendable {
    private let logger: Logger
    private let last = Mutex<String?>(nil)

    /// The troubles of the stage that `logger` speaks of.
    init(_ logger: Logger) {
        self.logger = logger
    }

    /// Takes what is in the way after a round; nil for nothing.
    func log(_ trouble: String?) {
        last.withLock { last in
            guard trouble != last else { return }
            if let trouble {
                logger.warning("something is in the way", metadata: ["reason": "\(trouble)"])
            } else {
                logger.info("the way is free again")
            }
            last = trouble
        }
    }
}
