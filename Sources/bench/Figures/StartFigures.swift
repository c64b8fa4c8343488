// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import DaemonProcesses
internal import Glibc

/// A process with nothing to read: how soon it is ready, and how small it is.
struct StartFigures {
    let bench: KafkaBench
    let runs: Int

    /// How long after it is ready its memory is looked at, in seconds.
    private static let rest: UInt32 = 3

    /// Both figures.
    func measure(_ tell: (String) -> Void) throws -> [Figure] {
        var seconds: [Double] = []
        var resident: [Int] = []
        let source = "\(bench.brokers.prefix)-nothing"
        try bench.brokers.makeTopics([source: bench.partitions])
        for run in 1...runs {
            tell("start \(run) of \(runs)")
            let deployment = try bench.deployment(
                "start-\(run)",
                BenchDeployment.Settings(source: (source, nil), partitions: bench.partitions)
            )
            defer { deployment.remove() }
            let daemon = try bench.start(deployment)
            defer { daemon.end() }
            seconds.append(try daemon.awaitReady())
            sleep(Self.rest)
            resident.append(try daemon.usage().residentBytes)
        }
        return [
            Figure(
                name: "start to ready",
                value: seconds.sorted()[runs / 2],
                unit: "s",
                goal: Figure.Goal(isUpperLimit: true, value: 1)
            ),
            Figure(
                name: "resident with an empty journal",
                value: Double(resident.sorted()[runs / 2]) / 1_048_576,
                unit: "MiB",
                goal: Figure.Goal(isUpperLimit: true, value: 40)
            ),
        ]
    }
}
