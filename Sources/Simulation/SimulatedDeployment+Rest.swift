// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import Ranking
import ReferenceModel
import SimulatedTransport

/// When a deployment that is in health has done all that it has to do.
extension SimulatedDeployment {
    /// Whether every vendor record has been used, and every list stands at one refresh after `time`.
    func isQuiescent(since time: Int64) -> Bool {
        guard random.happens(0.03) else { return false }
        let names = Self.names
        cluster.deliverAllMarkers()
        for topic in [SimulatedModel.events, SimulatedModel.companies] {
            for partition in 0..<Int32(cluster.partitionCount(of: topic)) {
                let place = TopicPartition(topic, partition)
                let end = cluster.offsets(of: place).upperBound
                if end > 0, cluster.committedOffset(place, of: names.group(of: .ingest)) != end {
                    return false
                }
            }
        }
        let ends = cluster.partitions(of: names.journal).map(lastRecord)
        guard let active = activations.last?.model, isStored(ends, active) else { return false }
        var queues: Set<String> = []
        for place in cluster.partitions(of: names.queues) {
            var standing: [String: [UInt8]] = [:]
            for (_, _, record) in cluster.committedRecords(of: place) {
                standing[record.keyText] = record.value
            }
            for value in standing.values {
                guard let list = try? ReferenceList(value), isFinal(list, since: time, ends) else {
                    return false
                }
                queues.insert(list.queue)
            }
        }
        let whole = active.queues.filter { $0.partitionBy == nil }.map(\.name)
        return queues.isSuperset(of: whole) && queues.isSubset(of: active.queues.map(\.name))
    }

    /// Whether everything is stored under the active model, and nothing else is.
    private func isStored(_ ends: [Int64], _ active: Model) -> Bool {
        let names = Self.names
        for (place, end) in zip(cluster.partitions(of: names.journal), ends) where end > 0 {
            guard cluster.committedOffset(place, of: names.group(of: .rank)) ?? 0 >= end else { return false }
        }
        return cluster.partitions(of: names.state).allSatisfy { place in
            var fingerprints: [String: String] = [:]
            for (_, _, record) in cluster.committedRecords(of: place) {
                let parts = record.keyText.split(separator: "|")
                guard parts.count == 2 else { continue }
                fingerprints[record.keyText] = record.value.map { _ in String(parts[0]) }
            }
            return fingerprints.values.allSatisfy { $0 == active.foldFingerprint }
        }
    }

    private func isFinal(_ list: ReferenceList, since time: Int64, _ ends: [Int64]) -> Bool {
        list.model == activations.last?.digest && list.asOf % SimulatedModel.policy.refreshInterval == 0
            && list.positions.allSatisfy { position in
                position.asOf >= time && position.asOf == list.asOf
                    && position.offset >= ends[position.partition]
            }
    }

    private func lastRecord(of partition: TopicPartition) -> Int64 {
        cluster.committedRecords(of: partition).last.map { $0.offset + 1 } ?? 0
    }

    /// Why the deployment is not at rest.
    package var standing: String {
        var lines: [String] = []
        for (number, activation) in activations.enumerated() {
            lines.append("activation \(number + 1): \(activation.digest)")
        }
        for place in cluster.partitions(of: Self.names.models) {
            let marks = cluster.committedRecords(of: place).filter { $0.record.keyText.contains("|") }
            lines.append("marks: \(marks.map { ($0.record.value == nil ? "-" : "") + $0.record.keyText })")
        }
        for process in processes.compactMap({ $0 }) {
            for (stage, loop) in zip(StageName.allCases, process.loops) {
                lines.append(
                    "\(process.name) \(stage): \(loop.status.phase) \(loop.status.assigned) "
                        + "\(loop.status.trouble ?? "") \(loop.report.waitingFor)"
                )
            }
        }
        return lines.joined(separator: "\n")
    }
}
