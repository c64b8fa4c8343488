// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Benchmark
import ConfigurationFiles
import Events
import JSON
import Ranking
import Scoring
import Workload

/// The steps of an event's way that have no input or output, each on the standard workload.
///
/// One iteration is what its name says for `batch` events, or one tick.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .cpuUser, .throughput],
        warmupIterations: 1,
        maxDuration: .seconds(5),
        maxIterations: 1000
    )
    let size = StandardWorkload.Size(events: 100_000)

    Benchmark(
        "decode",
        closure: { benchmark, workload in
            var decoder = JournalDecoder()
            var event = JournalEvent()
            for number in 0..<workload.count {
                try decoder.decode(
                    workload.bytes.span.extracting(workload.range(of: number)),
                    into: &event
                )
                blackHole(event.recordedTime)
            }
        },
        setup: { StandardWorkload(size) }
    )

    Benchmark(
        "fold",
        closure: { benchmark, signals in
            var table = AccountTable(model: try DefaultModel.model().scoring)
            for (offset, signal) in signals.enumerated() { table.fold(signal, offset: Int64(offset)) }
            blackHole(table.count)
        },
        setup: {
            try signals(StandardWorkload(size))
        }
    )

    Benchmark(
        "encode",
        closure: { benchmark, signals in
            var writer = JSONWriter()
            let recordedTime = MomentText(size.end)
            for signal in signals {
                writer.reset()
                EventCodec.encode(signal, recordedTime: recordedTime, into: &writer)
                blackHole(writer.bytes.count)
            }
        },
        setup: {
            try signals(StandardWorkload(size))
        }
    )

    Benchmark(
        "state records of all accounts",
        closure: { benchmark, table in
            for index in 0..<table.count { blackHole(table.record(at: index)) }
        },
        setup: { try table(of: StandardWorkload(size), DefaultModel.model().scoring) }
    )

    Benchmark(
        "states of all accounts at rest",
        closure: { benchmark, table in
            for index in 0..<table.count { blackHole(table.state(at: index)) }
        },
        setup: { try resting(table(of: StandardWorkload(size), DefaultModel.model().scoring)) }
    )

    Benchmark(
        "tick with a full sweep",
        closure: { benchmark, partition in
            blackHole(Candidates.select(from: partition.table, queues: partition.queues, asOf: size.end))
        },
        setup: {
            let model = try DefaultModel.model()
            return (table: try table(of: StandardWorkload(size), model.scoring), queues: model.queues)
        }
    )
}

/// The events of a workload, all of which are signals.
private func signals(_ workload: StandardWorkload) throws -> [CompactSignal] {
    var decoder = JournalDecoder()
    var event = JournalEvent()
    return try (0..<workload.count).map { number in
        try decoder.decode(workload.bytes.span.extracting(workload.range(of: number)), into: &event)
        return event.signal
    }
}

/// The accounts of a workload's events.
private func table(of workload: StandardWorkload, _ model: ScoringModel) throws -> AccountTable {
    var table = AccountTable(model: model)
    for (offset, signal) in try signals(workload).enumerated() { table.fold(signal, offset: Int64(offset)) }
    return table
}

/// The table with all of its accounts at rest.
private func resting(_ table: AccountTable) -> AccountTable {
    var table = table
    for index in 0..<table.count {
        if let record = table.record(at: index) { table.rest(index, in: record) }
    }
    return table
}
