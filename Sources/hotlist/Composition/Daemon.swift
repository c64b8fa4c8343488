// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Foundation
import KafkaClient
import KafkaTransport
import Logging
import Metrics
import Operations
import Pipeline
import Ranking
import ServiceLifecycle
import UnixSignals

/// The composition root: the stages on Kafka, HTTP and systemd, as services of one process.
struct Daemon {
    let setup: Setup
    let counts: PartitionCounts
    /// Where to begin although the journal has events and the group has no offset.
    let beginning: IngestSettings.Beginning?
    let stages: [StageName]
    /// Whose state this host keeps; nil if it keeps none.
    var cache: StateCacheIdentity?
    let logger: Logger
    /// Makes what runs beside the stages; when it ends, the daemon is stopped.
    var companion: ((StatusBoard) -> any Service)?
    /// Called with the port once HTTP is there.
    var onListening: @Sendable (Int) async -> Void = { _ in }

    /// Runs until SIGTERM or SIGINT, or until a stage cannot go on.
    func run() async throws {
        let start = try ModelAtStart(setup)
        if start.isFirst {
            logger.info(
                "the model file is the active model now",
                metadata: ["model": "\(setup.model.digest)"]
            )
        }
        for warning in start.warnings { logger.warning("\(warning)") }
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        Gauge(
            label: "hotlist_build_info",
            dimensions: [("version", Version.number), ("librdkafka", KafkaLibrary.version)]
        ).record(1)
        let board = StatusBoard(
            stages: stages.map(\.rawValue),
            at: Operations.SystemClock.monotonicMilliseconds()
        )
        let threads = stages.map { KafkaThread(name: "hotlist-\($0.rawValue)") }
        defer { for thread in threads { thread.join() } }
        let loops = try Loops(self, threads: Dictionary(zip(stages, threads)) { $1 }, board: board)

        // Stopped from the last to the first: the stages in the order of the data flow, HTTP when nothing is left.
        var services: [any Service] = [http(board, registry, loops)]
        services += loops.services(board: board, logger: logger)
        if let notifier = try SystemdNotifier.fromEnvironment(ProcessInfo.processInfo.environment) {
            let watchdog = SystemdNotifier.watchdogMilliseconds(
                in: ProcessInfo.processInfo.environment,
                process: ProcessInfo.processInfo.processIdentifier
            )
            services.append(
                SystemdReporter(
                    notifier: notifier,
                    board: board,
                    watchdogMilliseconds: watchdog,
                    logger: logger
                )
            )
        }
        if let companion { services.append(companion(board)) }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map {
                    .init(
                        service: $0,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup
                    )
                },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        try await group.run()
    }

    private func http(_ board: StatusBoard, _ registry: PrometheusRegistry, _ loops: Loops) -> HTTPService {
        let address = setup.daemon.http.host
        return HTTPService(
            host: address,
            port: setup.daemon.http.port,
            board: board,
            registry: registry,
            queries: loops.queries(),
            logger: logger,
            onListening: { [logger, onListening] port in
                logger.info("listening", metadata: ["address": "\(address):\(port)"])
                await onListening(port)
            }
        )
    }
}
