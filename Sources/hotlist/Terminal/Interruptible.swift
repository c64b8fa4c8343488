// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Logging
import ServiceLifecycle
import UnixSignals

/// Work that SIGINT and SIGTERM end by cancelling its task, so that it can leave everything clean.
struct Interruptible: Service {
    private let work: @Sendable () async throws -> Void

    private init(work: @escaping @Sendable () async throws -> Void) {
        self.work = work
    }

    /// Runs `work` to its end, or to the first signal.
    static func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: Interruptible(work: work),
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup
                    )
                ],
                gracefulShutdownSignals: [.sigint, .sigterm],
                logger: Logger.quiet
            )
        )
        try await group.run()
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await work() }
        } catch is CancellationError {
            return
        }
    }
}
