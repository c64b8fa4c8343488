// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import DaemonProcesses

/// How many source records a deployment's `ingest` is done with.
final class IngestProgress {
    private let daemon: MeasuredDaemon
    /// What the brokers know; nil on a mock, which keeps no offsets of transactions.
    private let offsets: CommittedOffsets?

    init(_ deployment: BenchDeployment, _ daemon: MeasuredDaemon) throws {
        self.daemon = daemon
        offsets =
            deployment.brokers.isMock
            ? nil
            : try CommittedOffsets(
                of: deployment.topic("ingest"),
                topic: deployment.settings.source.topic,
                partitions: deployment.settings.partitions,
                on: deployment.brokers
            )
    }

    /// The records committed as read, on a mock those taken; nil while nobody tells.
    func events() throws -> Int? {
        if let offsets { return offsets.sum() }
        return try daemon.metrics()?.sum("hotlist_records_consumed_total", ["stage": "ingest"]).map {
            Int($0)
        }
    }

    func close() {
        offsets?.close()
    }
}
