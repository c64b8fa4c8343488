// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Ranking
internal import Scoring

/// Estimates of the largest records, to find a limit that is too low before a broker does.
///
/// What vendors and people write is not bounded here, so texts count as long ones usually are: an account 64 bytes,
/// a name 128, the text of a reason 200, an attribute 80.
enum RecordSizes {
    /// Bytes of headers, keys and envelopes around a record.
    static let envelope = 65_536

    /// Bytes of a full published list of `queue`.
    static func publishedList(_ queue: Queue, _ scoring: ScoringModel, journalPartitions: Int) -> Int {
        let intent = scoring.kinds.reduce(0) { $0 + $1.name.utf8.count + 12 }
        let longestKind = scoring.kinds.map(\.name.utf8.count).max() ?? 0
        let entry = 320 + 64 + 128 + intent + 3 * (200 + 72 + longestKind)
        let previousMember = 67
        let position = 96
        return 512 + queue.size * (entry + previousMember) + journalPartitions * position
    }

    /// Bytes of a full list of candidates of one partition: twice as many accounts, without texts.
    static func candidates(_ queue: Queue, _ scoring: ScoringModel) -> Int {
        let detail = 4 * (80 + 16)
        let entry = 160 + 64 + 128 + 9 * scoring.kinds.count + 3 * (detail + 96)
        return 512 + 2 * queue.size * entry
    }
}

extension DaemonConfiguration {
    /// The fault of a limit under which a full list of `model` could not be published; nil if all fit.
    ///
    /// An estimate: texts of vendors and people have no bound, and count as long ones usually are.
    public func recordSizeFault(of model: Model) -> ConfigurationFault? {
        let sizes = model.queues.map { queue in
            let list = RecordSizes.publishedList(
                queue,
                model.scoring,
                journalPartitions: topics.journalPartitions
            )
            return (queue: queue, bytes: max(list, RecordSizes.candidates(queue, model.scoring)))
        }
        guard let largest = sizes.max(by: { $0.bytes < $1.bytes }), largest.bytes > topics.maximumMessageSize
        else {
            return nil
        }
        let least = (largest.bytes + (1 << 20) - 1) >> 20
        let name = largest.queue.name
        return messageSizePlace.fault(
            "must be at least \(least)MiB for lists of \(largest.queue.size) accounts (queue `\(name)` of the model)"
        )
    }
}
