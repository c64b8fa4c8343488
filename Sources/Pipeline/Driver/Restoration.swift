// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How far the reader has come with what a stage asked to be read before its work, and with tailed topics.
struct Restoration: Sendable {
    private var targets: [TopicPartition: Int64] = [:]
    private var positions: [TopicPartition: Int64] = [:]
    private var tails: Set<TopicPartition> = []
    /// How many offsets had to be read at the start.
    private(set) var total: Int64 = 0

    /// Begins with `restore` and `tails`; a tail that is being read already goes on where it is.
    mutating func begin(
        _ restore: [TopicPartition: Range<Int64>],
        tails tailRanges: [TopicPartition: Range<Int64>]
    ) -> [TopicPartition: Int64] {
        var positions = tailPositions
        tails = Set(tailRanges.keys)
        targets = [:]
        for (partition, range) in tailRanges {
            positions[partition] = positions[partition] ?? range.lowerBound
            targets[partition] = range.upperBound
        }
        for (partition, range) in restore {
            positions[partition] = range.lowerBound
            targets[partition] = range.upperBound
        }
        self.positions = positions.filter { targets[$0.key] != nil }
        total = remaining
        return self.positions
    }

    /// Counts what has been read.
    mutating func advance(_ batch: RecordBatch, _ ends: [TopicPartition: Int64]) {
        for (partition, next) in zip(batch.partitions, batch.nextOffsets) where positions[partition] != nil {
            positions[partition] = next
        }
        for (partition, end) in ends {
            if let position = positions[partition] { positions[partition] = max(position, end) }
        }
    }

    /// How many offsets are still to be read.
    var remaining: Int64 {
        targets.reduce(0) { $0 + max(0, $1.value - (positions[$1.key] ?? 0)) }
    }

    /// Whether everything has been read.
    var isComplete: Bool {
        targets.allSatisfy { (positions[$0.key] ?? 0) >= $0.value }
    }

    /// Where the tailed partitions are read on.
    var tailPositions: [TopicPartition: Int64] {
        positions.filter { tails.contains($0.key) }
    }
}
