// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import ArgumentParser

/// What can be measured alone, in the order in which it is.
enum BenchPart: String, CaseIterable, ExpressibleByArgument {
    /// What one core does in memory.
    case memory
    /// What a tick over a million accounts costs one core.
    case tick
    /// What ticks cost while events keep coming.
    case load
    /// The replay of a file.
    case replay
    /// What flows through Kafka, stage by stage and all together.
    case flow
    /// From a signal to the queue it changes.
    case latency
    /// Starting with nothing to restore.
    case start
    /// What things cost as they grow; needs `--plots`.
    case sizes

    /// The line above its figures.
    var title: String {
        switch self {
        case .memory: "One core, in memory"
        case .tick: "A tick: 1,000,000 accounts, 20 queues of 200, one core"
        case .load: "A tick after 5,000 events: 4 partitions, in memory"
        case .flow: "Through Kafka, exactly-once"
        case .replay: "A file, end to end"
        case .latency: "Signal produced to queue readable (read_committed)"
        case .start: "A start with no state"
        case .sizes: "Cost against size, in memory"
        }
    }

    /// Whether it is measured on brokers.
    var needsKafka: Bool {
        switch self {
        case .memory, .tick, .load, .replay, .sizes: false
        case .flow, .latency, .start: true
        }
    }
}
