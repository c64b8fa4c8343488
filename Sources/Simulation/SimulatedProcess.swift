// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Ingest
package import Pipeline
import Ranking
package import SimulatedTransport

/// A simulated `hotlist run`: a loop for each stage, one clock, one name.
package final class SimulatedProcess {
    package let name: String
    package let skew = SimulatedSkew()
    package let loops: [any SimulatedLoop]
    /// Until when the process is stopped, on the monotonic clock.
    package var stoppedUntil: Int64 = .min
    /// Whether one of its loops is in the middle of a step.
    package var isStepping = false

    package init(
        _ name: String,
        of deployment: SimulatedCluster,
        counts: PartitionCounts,
        beginning: IngestSettings.Beginning? = nil,
        sources: [String: IngestSettings.Beginning] = [
            SimulatedModel.events: .earliest, SimulatedModel.companies: .earliest,
        ],
        isStatic: Bool = false,
        transactionBytes: Int = 2_500,
        disk: SimulatedDisk? = nil,
        seed: UInt64 = 0
    ) throws {
        self.name = name
        let names = TopicNames(applicationID: "hotlist")
        let clock = SimulatedClock(deployment.time, skew: skew)
        let settings = StageDriverSettings(transactionDeadline: 500)
        func transport(_ stage: StageName) -> SimulatedTransport {
            SimulatedTransport(
                cluster: deployment,
                group: names.group(of: stage),
                transactionalID: "\(name).\(stage.rawValue)",
                instance: isStatic ? name : nil,
                seed: seed &* 3 &+ (stage == .ingest ? 0 : stage == .rank ? 1 : 2)
            )
        }
        guard let resolver = SimulatedModel.resolver else { throw StageExit.failed("no public suffix list") }
        let ingest = IngestStage(
            names: names,
            counts: counts,
            settings: IngestSettings(
                sources: sources,
                beginning: beginning,
                linger: 40,
                transactionBytes: 4_000
            ),
            resolver: resolver,
            ingestor: try SimulatedModel.ingestor()
        )
        let rank = RankStage(
            names: names,
            counts: counts,
            settings: SimulatedModel.rankSettings(
                transactionBytes: transactionBytes,
                cache: disk.map { _ in SimulatedDisk.identity }
            ),
            readModel: SimulatedModel.readModel
        )
        let merge = MergeStage(
            names: names,
            counts: counts,
            policy: SimulatedModel.policy,
            readModel: SimulatedModel.readModel
        )
        loops = [
            StageLoopOnCluster(ingest, transport(.ingest), clock, settings),
            StageLoopOnCluster(rank, transport(.rank), clock, cache: disk, settings),
            StageLoopOnCluster(merge, transport(.merge), clock, settings),
        ]
    }

    /// Whether any loop is reading what it must know before its work.
    package var isRestoring: Bool {
        loops.contains { $0.status.phase == .restoring || $0.status.phase == .preparing }
    }

    package func setFaults(_ faults: SimulatedFaults) {
        for loop in loops { loop.setFaults(faults) }
    }
}
