// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import ReferenceModel
import SimulatedTransport

/// The numbers of the fields of `PartitionRecord`, `CandidateList` and `QueueHead`.
private enum Field {
    static let partitionSend: UInt64 = 1
    static let partitionFoldOffset: UInt64 = 2
    static let partitionInstant: UInt64 = 3
    static let send: UInt64 = 3
}

extension DeploymentChecker {
    /// No partition's transactions, fold or instants ever go back.
    mutating func checkSends() throws {
        for place in cluster.partitions(of: names.state) {
            var last: ReferenceMessage?
            for (offset, _, record) in cluster.history(of: place) where record.keyText == "#partition" {
                let next = try ReferenceMessage(record.value ?? [])
                if let last {
                    func pair(_ field: UInt64) -> (Int64, Int64) {
                        (next.numbers[field] ?? 0, last.numbers[field] ?? 0)
                    }
                    let (send, lastSend) = pair(Field.partitionSend)
                    let (fold, lastFold) = pair(Field.partitionFoldOffset)
                    let (instant, lastInstant) = pair(Field.partitionInstant)
                    expect(send > lastSend, "\(place)@\(offset): send \(send) after \(lastSend)")
                    expect(fold >= lastFold, "\(place)@\(offset): fold went back")
                    expectTime(instant, lastInstant, "\(place)@\(offset)")
                }
                last = next
            }
        }
        for place in cluster.partitions(of: names.candidates) {
            var last: [String: Int64] = [:]
            for (offset, _, record) in cluster.history(of: place) {
                guard let value = record.value else { continue }
                let key = record.keyText
                let send = try ReferenceMessage(value).numbers[Field.send] ?? 0
                expect(send > last[key] ?? 0, "\(place)@\(offset): send \(send) after \(last[key] ?? 0)")
                last[key] = send
            }
        }
    }
}
