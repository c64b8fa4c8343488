// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import KafkaClient
import SampleSignals

/// What can be read of a deployment's topics by those who read committed records only.
struct Observations {
    /// How often each event is in the journal.
    private(set) var events: [Identity: Int] = [:]
    private(set) var journalRecords = 0
    /// Events that hotlist has added of its own.
    private(set) var ownEvents = 0
    /// One more than the offset of the last event, by partition.
    private(set) var journalEnds: [Int: Int64] = [:]
    /// How often each record of a vendor is a dead letter.
    private(set) var letters: [SentLedger.Place: Int] = [:]
    private(set) var letterCodes: [String: Int] = [:]
    private(set) var histories: [String: ListHistory] = [:]
    /// The last publication of each list whose positions share one instant.
    private(set) var settled: [String: ListPublication] = [:]
    /// The standing entries by list and account.
    private(set) var entries: [String: [String: [String: Any]]] = [:]
    private(set) var findings: [String] = []
    /// The end of each partition as the reader has come to it.
    var ends: [TopicPartition: Int64] = [:]

    /// Takes a record of a topic, named without the deployment.
    ///
    /// - Returns: whether it is an event, to be kept for a replay.
    mutating func take(
        _ topic: String,
        partition: Int32,
        offset: Int64,
        key: [UInt8],
        value: [UInt8]?,
        headers: [KafkaHeader]
    ) -> Bool {
        switch topic {
        case "journal":
            takeEvent(Int(partition), offset, value ?? [])
            return true
        case "dead-letters":
            takeLetter(headers)
        case "queues":
            takeList(String(decoding: key, as: UTF8.self), value)
        case "entries":
            takeEntry(String(decoding: key, as: UTF8.self), value)
        case "changes":
            takeChange(value ?? [])
        default:
            break
        }
        return false
    }

    private mutating func takeEvent(_ partition: Int, _ offset: Int64, _ value: [UInt8]) {
        journalRecords += 1
        journalEnds[partition] = offset + 1
        guard let event = Self.object(value) else {
            add("the journal holds something that is no event, at \(partition)/\(offset)")
            return
        }
        if let identity = Identity(event: event) {
            events[identity, default: 0] += 1
        } else {
            ownEvents += 1
        }
    }

    private mutating func takeLetter(_ headers: [KafkaHeader]) {
        func text(_ name: String) -> String {
            let value = headers.last { $0.name == name }?.value
            return String(decoding: value ?? [], as: UTF8.self)
        }
        let name = text("hotlist.error.topic")
        letterCodes[text("hotlist.error.code"), default: 0] += 1
        guard let topic = SamplePreset.allCases.firstIndex(where: { name.hasSuffix(".\($0.rawValue)") }),
            let partition = Int32(text("hotlist.error.partition")),
            let offset = Int64(text("hotlist.error.offset"))
        else {
            add("a dead letter does not say where it comes from: \(name)")
            return
        }
        letters[SentLedger.Place(topic: topic, partition: partition, offset: offset), default: 0] += 1
    }

    private mutating func takeList(_ key: String, _ value: [UInt8]?) {
        guard let value else {
            add("\(key) has been taken back although its queue is in the model")
            return
        }
        guard let publication = ListPublication(value), publication.list == key else {
            add("\(key) holds something that is no list")
            return
        }
        histories[key, default: ListHistory()].append(publication)
        if publication.commonInstant != nil { settled[key] = publication }
    }

    private mutating func takeEntry(_ key: String, _ value: [UInt8]?) {
        guard let bar = key.lastIndex(of: "|") else {
            add("\(key) is no key of an entry")
            return
        }
        let (list, account) = (String(key[..<bar]), String(key[key.index(after: bar)...]))
        let before = entries[list]?[account]
        guard let value else {
            if before == nil { add("the entry \(key) is taken back, and does not stand") }
            entries[list]?[account] = nil
            return
        }
        guard let entry = Self.object(value) else {
            add("\(key) holds something that is no entry")
            return
        }
        if let before, Self.revision(entry) <= Self.revision(before) {
            add("the entry \(key) goes from revision \(Self.revision(before)) to \(Self.revision(entry))")
        }
        entries[list, default: [:]][account] = entry
    }

    private static func revision(_ entry: [String: Any]) -> Int64 {
        (entry["revision"] as? NSNumber)?.int64Value ?? -1
    }

    private mutating func takeChange(_ value: [UInt8]) {
        guard let change = Self.object(value), let list = change["list"] as? String else {
            add("the changes hold something that is no change")
            return
        }
        histories[list, default: ListHistory()].append(change: change)
    }

    private static func object(_ bytes: [UInt8]) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
    }

    private mutating func add(_ finding: String) {
        if findings.count < 50 { findings.append(finding) }
    }

    // MARK: At rest

    /// Whether every list has been published with all events at an instant after `instant`.
    func isSettled(after instant: String) -> Bool {
        !histories.isEmpty
            && histories.keys.allSatisfy { list in
                guard let publication = settled[list], let common = publication.commonInstant else {
                    return false
                }
                return common > instant && isComplete(publication)
            }
    }

    private func isComplete(_ publication: ListPublication) -> Bool {
        publication.positions.count == ChaosDeployment.journalPartitions
            && journalEnds.allSatisfy { (publication.positions[$0.key]?.offset ?? -1) >= $0.value }
    }

    /// What stands in the way of rest, for people.
    func unsettled(after instant: String) -> [String] {
        histories.keys.sorted().compactMap { list in
            guard let publication = settled[list] else { return "\(list): no publication at one instant" }
            guard publication.commonInstant ?? "" > instant else {
                return "\(list): last at \(publication.commonInstant ?? "-")"
            }
            return isComplete(publication) ? nil : "\(list): does not know all events"
        }
    }

    /// Ends the histories, and returns everything that does not hold among lists, changes and entries.
    mutating func conclude() -> [String] {
        var result = findings
        for list in histories.keys.sorted() {
            histories[list]?.conclude()
            guard let history = histories[list] else { continue }
            result += history.findings
            if let standing = history.standing { result += differences(of: standing) }
        }
        for list in entries.keys.sorted() where histories[list]?.standing == nil {
            result.append("there are entries of \(list), which was never published")
        }
        return result
    }

    /// How the entries of a list differ from it.
    private func differences(of list: ListPublication) -> [String] {
        var result: [String] = []
        var left = entries[list.list] ?? [:]
        for (index, member) in list.members.enumerated() {
            guard let entry = left.removeValue(forKey: member.account) else {
                result.append("\(list.list): \(member.account) has no entry")
                continue
            }
            let rank = (entry["rank"] as? NSNumber)?.intValue ?? 0
            let reasons = ["why_1", "why_2", "why_3"].compactMap { entry[$0] as? String }
            let urgency = ListPublication.hundredths(entry["urgency"])
            if entry["grade"] as? String != member.grade || reasons != member.reasons
                || (rank - 1) / 10 != index / 10
                || abs(urgency - member.urgency) >= ChaosDeployment.publishDelta
                || Self.revision(entry) > list.sequence
            {
                result.append("\(list.list): the entry of \(member.account) is not as the list has it")
            }
        }
        for account in left.keys.sorted() {
            result.append("\(list.list): the entry of \(account) stands, and it is not in the list")
        }
        return result
    }
}
