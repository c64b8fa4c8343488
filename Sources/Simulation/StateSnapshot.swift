// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

package import Pipeline
import ReferenceModel
package import SimulatedTransport

/// What a restore of a partition would have read of `<id>.state` at one moment.
package struct StateSnapshot {
    package let partition: Int32
    /// How many milliseconds of the simulation had gone by.
    package let moment: Int64
    /// The group's offset.
    let committed: Int64
    /// The last value of each key; tombstones are left out.
    private(set) var records: [String: [UInt8]] = [:]
    /// The models whose folds must be stored: that of the partition's record, and the active one if it is said.
    private(set) var models: Set<String> = []

    /// Reads the state of a partition; nil while a transaction may change it, or before anything was written.
    package init?(of partition: Int32, on cluster: SimulatedCluster, _ names: TopicNames) {
        let (state, journal) = (
            TopicPartition(names.state, partition), TopicPartition(names.journal, partition)
        )
        guard cluster.isSettled(state, journal, of: names.group(of: .rank)) else { return nil }
        self.partition = partition
        moment = cluster.time.monotonic
        committed =
            cluster.committedOffset(journal, of: names.group(of: .rank))
            ?? cluster.offsets(of: journal).lowerBound
        for (_, _, record) in cluster.committedRecords(of: state) { records[record.keyText] = record.value }
        guard let own = records["#partition"], let message = try? ReferenceMessage(own) else { return nil }
        models.insert(message.text(4))
        var standing: [String: [UInt8]] = [:]
        for (_, _, record) in cluster.committedRecords(of: TopicPartition(names.models, 0)) {
            standing[record.keyText] = record.value
        }
        guard let active = standing["active"].flatMap({ try? ReferenceJSON($0) }),
            let digest = active["model"]?.text, let sequence = active["sequence"]?.whole,
            let mark = standing["ready|\(sequence)|\(partition)"].flatMap({ try? ReferenceJSON($0) })
        else { return }
        if mark["model"]?.text == digest { models.insert(digest) }
    }
}
