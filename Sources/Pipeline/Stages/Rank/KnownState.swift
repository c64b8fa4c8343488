// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking

/// What `rank` knows of its partitions before it reads `<id>.state`: to this process, to this host, or nothing.
struct KnownState: Sendable {
    /// Partitions that were this process's last.
    let kept: [RankPartition]
    /// Partitions of which nothing that is kept may be used.
    let distrusted: Set<Int32>
    let models: ModelShelf
    let names: TopicNames
    let counts: PartitionCounts
    let settings: RankSettings

    /// Begins with what is known of a partition.
    func restoration(of partition: TopicPartition, knowing facts: AssignmentFacts) -> PartitionRestoration {
        let committed = facts.committed[partition]
        let journal = facts.watermarks[partition] ?? 0..<0
        let state = facts.watermarks[TopicPartition(names.state, partition.partition)] ?? 0..<0
        if !distrusted.contains(partition.partition) {
            if let kept = kept.first(where: { $0.number == partition.partition }),
                facts.now.monotonic - kept.stateTime.monotonic <= settings.keepsFor,
                let restoration = PartitionRestoration(
                    kept: kept,
                    committed: committed,
                    journal: journal,
                    state: state
                )
            {
                return restoration
            }
            if let bytes = facts.cached[partition], let cached = CachedState(reading: bytes),
                isOurs(cached.header, partition.partition), isFresh(cached.commit, at: facts.now.wall),
                let model = models.model(foldingAs: cached.header.foldFingerprint),
                let restoration = PartitionRestoration(
                    cached: cached,
                    size: bytes.count,
                    model: model,
                    committed: committed,
                    journal: journal,
                    state: state
                )
            {
                return restoration
            }
        }
        return PartitionRestoration(
            partition.partition,
            committed: committed,
            journal: journal,
            state: state,
            keepsCache: settings.cache != nil
        )
    }

    private func isOurs(_ header: StateCacheHeader, _ partition: Int32) -> Bool {
        header.applicationID == settings.cache?.applicationID && header.clusterID == settings.cache?.clusterID
            && header.partition == partition && header.partitions == counts.journal
    }

    /// Whether no tombstone can have been removed that was written since the commit.
    private func isFresh(_ commit: StateCacheCommit, at now: Timestamp) -> Bool {
        let age = now.milliseconds - commit.at.milliseconds
        return age <= settings.keepsFor && age >= -settings.maximumClockSkew
    }
}
