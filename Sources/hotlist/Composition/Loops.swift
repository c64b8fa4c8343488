// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import KafkaClient
import KafkaTransport
import Logging
import Operations
import Pipeline
import Ranking
import ServiceLifecycle

/// The loops of the stages that a process runs.
struct Loops {
    private var ingest: StageLoop<IngestStage>?
    private var rank: StageLoop<RankStage>?
    private var merge: StageLoop<MergeStage>?

    /// Makes the loops of the daemon's stages, each on its thread.
    init(_ daemon: Daemon, threads: [StageName: KafkaThread], board: StatusBoard) throws {
        let setup = daemon.setup
        if let thread = threads[.ingest] {
            let stage = IngestStage(
                names: setup.names,
                counts: daemon.counts,
                settings: IngestSettings(
                    sources: Dictionary(
                        setup.daemon.sources.map { ($0.topic, .init($0.start)) },
                        uniquingKeysWith: { $1 }
                    ),
                    beginning: daemon.beginning
                ),
                resolver: setup.resolver,
                ingestor: try setup.ingestor()
            )
            ingest = StageLoop(
                thread: thread,
                stage: stage,
                transport: try Self.transport(.ingest, daemon),
                memory: setup.daemon.limits.memory.map(ResidentMemory.init),
                settings: StageDriverSettings(),
                publish: Self.publish(.ingest, board, Self.logger(.ingest, daemon))
            )
        }
        if let thread = threads[.rank] {
            let stage = RankStage(
                names: setup.names,
                counts: daemon.counts,
                settings: RankSettings(
                    publishInterval: setup.daemon.publishInterval,
                    policy: setup.policy,
                    maximumClockSkew: setup.daemon.maximumClockSkew,
                    checkpointInterval: setup.daemon.checkpointInterval,
                    cache: daemon.cache
                ),
                readModel: Model.reading
            )
            rank = StageLoop(
                thread: thread,
                stage: stage,
                transport: try Self.transport(.rank, daemon),
                cache: Self.cache(daemon),
                memory: setup.daemon.limits.memory.map(ResidentMemory.init),
                settings: StageDriverSettings(),
                publish: Self.publish(.rank, board, Self.logger(.rank, daemon))
            )
        }
        if let thread = threads[.merge] {
            let stage = MergeStage(
                names: setup.names,
                counts: daemon.counts,
                policy: setup.policy,
                readModel: Model.reading
            )
            merge = StageLoop(
                thread: thread,
                stage: stage,
                transport: try Self.transport(.merge, daemon),
                settings: StageDriverSettings(),
                publish: Self.publish(.merge, board, Self.logger(.merge, daemon))
            )
        }
    }

    /// The host's cache of state, if the configuration has one and it can be used.
    private static func cache(_ daemon: Daemon) -> sending (any StateCacheStorage)? {
        guard daemon.cache != nil, let directory = daemon.setup.daemon.stateDirectory else { return nil }
        return FileStateCache.open(
            stateDirectory: directory,
            applicationID: daemon.setup.daemon.applicationID,
            logger: logger(.rank, daemon)
        )
    }

    private static func logger(_ stage: StageName, _ daemon: Daemon) -> Logger {
        var logger = daemon.logger
        logger[metadataKey: LogKey.stage.rawValue] = "\(stage.rawValue)"
        return logger
    }

    private static func transport(_ stage: StageName, _ daemon: Daemon) throws -> sending KafkaTransport {
        return try KafkaTransport(
            stage: stage,
            names: daemon.setup.names,
            configuration: daemon.setup.transport,
            logger: logger(stage, daemon)
        )
    }

    private static func publish(
        _ stage: StageName,
        _ board: StatusBoard,
        _ logger: Logger
    ) -> @Sendable (StageStatus, StageReport?) -> Void {
        let durations = StageDurations(stage)
        let troubles = StageTroubles(logger)
        let pauses = StagePauses(logger)
        let progress = StageProgress(logger)
        return { status, report in
            durations.record(status)
            troubles.log(status.trouble)
            pauses.log(status.isPaused)
            board.turned(stage.rawValue, at: status.lastStep)
            guard let report else { return }
            progress.log(status, report)
            board.publish(StageHealth(stage, status, report), of: stage.rawValue)
            guard stage == .merge else { return }
            board.publish(
                queues: report.queues.map {
                    QueueStatus(
                        name: $0.name,
                        lists: $0.lists,
                        entries: $0.entries,
                        asOf: $0.asOf.milliseconds
                    )
                }
            )
        }
    }

    /// The loops as services, in the reverse order of the data flow, in which services are not stopped.
    func services(board: StatusBoard, logger: Logger) -> [any Service] {
        var services: [any Service] = []
        if let merge {
            services.append(StageService(name: .merge, loop: merge, board: board, logger: logger))
        }
        if let rank {
            services.append(StageService(name: .rank, loop: rank, board: board, logger: logger))
        }
        if let ingest {
            services.append(StageService(name: .ingest, loop: ingest, board: board, logger: logger))
        }
        return services
    }

    /// What HTTP is asked about queues and accounts, answered by the stages between two rounds.
    func queries() -> HTTPQueries {
        let (rank, merge) = (rank, merge)
        return HTTPQueries(
            listNames: {
                await merge?.ask { $0.lists.map(\.list.text) } ?? []
            },
            queues: {
                let (lists, model) = await merge?.ask { ($0.lists, $0.activeModel) } ?? ([], nil)
                return Answers.queues(lists, model: model)
            },
            list: { name in
                await merge?.ask { stage in stage.lists.first { $0.list.text == name }?.encoded() } ?? nil
            },
            account: { id in
                let now = Operations.SystemClock.wallMilliseconds()
                let account = AccountID(domain: id)
                return await rank?.ask { stage in
                    guard let fold = stage.fold(of: account) else { return nil }
                    return Answers.account(
                        account,
                        fold.table,
                        model: fold.model,
                        at: Timestamp(milliseconds: now)
                    )
                } ?? nil
            }
        )
    }
}

extension IngestSettings.Beginning {
    /// Where the configuration says that a new topic begins.
    init(_ start: EventSource.Start) {
        switch start {
        case .earliest: self = .earliest
        case .latest: self = .latest
        case .timestamp(let time): self = .time(time)
        }
    }
}
