// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Ranking

/// How far the activation of the active model has come over all partitions.
struct ActivationProgress: Hashable, Sendable {
    /// The activation's number; 0 before the first.
    private(set) var sequence: Int64 = 0
    /// Whether all journal partitions have stored their folds under it.
    private(set) var isReady = false
    /// Whether all its queues are published from it.
    private(set) var isMerged = false

    /// Nothing is active.
    init() {}

    /// What the models say.
    init(of models: ModelShelf, _ counts: PartitionCounts) {
        sequence = models.catalogue.activation?.sequence ?? 0
        isReady = (0..<counts.journal).allSatisfy { models.catalogue.isReady($0) }
        isMerged =
            models.active?.queues.allSatisfy { queue in
                models.catalogue.isMerged(
                    Murmur2Partitioner.partition(queue: queue.name, count: counts.queues)
                )
            } ?? false
    }
}
