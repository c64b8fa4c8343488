// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring
import SwiftProtobuf
import Testing

/// What is read and written by hand is Protocol Buffers: SwiftProtobuf is the judge, by candidates.proto.
@Suite struct CandidateFormatTests {
    @Test(arguments: SeededGenerator.seeds)
    func `SwiftProtobuf reads what is written, and writes the same bytes`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<30 {
            let list = random.list()
            let listAgain: [UInt8] = try WireCandidateList(serializedBytes: list.encoded()).serializedBytes()
            #expect(listAgain == list.encoded(), "seed \(seed)")
            let head = random.head()
            let headAgain: [UInt8] = try WireQueueHead(serializedBytes: head.encoded()).serializedBytes()
            #expect(headAgain == head.encoded(), "seed \(seed)")
            let record = random.record()
            let recordAgain: [UInt8] = try WirePartitionRecord(serializedBytes: record.encoded())
                .serializedBytes()
            #expect(recordAgain == record.encoded(), "seed \(seed)")
        }
    }

    @Test(arguments: SeededGenerator.seeds)
    func `damaged bytes are read, or refused, as SwiftProtobuf does`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var refused = 0
        var read = 0
        for _ in 0..<60 {
            let (list, head, record) = (
                random.list().encoded(), random.head().encoded(), random.record().encoded()
            )
            for _ in 0..<10 {
                let damaged = random.damaged(list)
                let outcome = result { () throws(CandidateError) in
                    try CandidateList(encoded: damaged).encoded()
                }
                let judged = result { () throws(CandidateError) in try judgedList(damaged).encoded() }
                #expect(outcome == judged, "seed \(seed): \(damaged)")
                if case .success = outcome { read += 1 } else { refused += 1 }
                let damagedHead = random.damaged(head)
                #expect(
                    result { () throws(CandidateError) in try QueueHead(encoded: damagedHead).encoded() }
                        == result { () throws(CandidateError) in try judgedHead(damagedHead).encoded() },
                    "seed \(seed): \(damagedHead)"
                )
                let damagedRecord = random.damaged(record)
                #expect(
                    result { () throws(CandidateError) in
                        try PartitionRecord(encoded: damagedRecord).encoded()
                    }
                        == result { () throws(CandidateError) in try judgedRecord(damagedRecord).encoded() },
                    "seed \(seed): \(damagedRecord)"
                )
            }
        }
        #expect(read > 0 && refused > 0, "seed \(seed)")
    }

    @Test func `groups of later versions are skipped, and no deeper than SwiftProtobuf goes`() {
        let list = CandidateList.of("q").encoded()
        for depth in [1, 2, 98, 99, 100, 101] {
            // Field 9 as a group in a group, and so on.
            let nested =
                list + [UInt8](repeating: 0x4B, count: depth) + [UInt8](repeating: 0x4C, count: depth)
            #expect(
                result { () throws(CandidateError) in try CandidateList(encoded: nested).encoded() }
                    == result { () throws(CandidateError) in try judgedList(nested).encoded() },
                "depth \(depth)"
            )
        }
        // A group that ends as another, one without an end, an end without a group, and a key of six bytes.
        for tail in [[0x4B, 0x54], [0x4B], [0x4C], [0xA0, 0x80, 0x80, 0x80, 0x80, 0x00, 0x01]] as [[UInt8]] {
            #expect(
                result { () throws(CandidateError) in try CandidateList(encoded: list + tail).encoded() }
                    == result { () throws(CandidateError) in try judgedList(list + tail).encoded() },
                "\(tail)"
            )
        }
    }

    /// What has been read, as the bytes that are written of it: a number that is none equals itself there.
    private func result(
        _ body: () throws(CandidateError) -> [UInt8]
    ) -> Result<[UInt8], CandidateError> {
        do {
            return .success(try body())
        } catch {
            return .failure(error)
        }
    }

    private func judgedList(_ bytes: [UInt8]) throws(CandidateError) -> CandidateList {
        guard let message = try? WireCandidateList(serializedBytes: bytes) else {
            throw .notProtobuf(message: "CandidateList")
        }
        var list = CandidateList(
            list: try name(message.list),
            partition: Int(message.partition),
            send: Int64(clamping: message.send),
            model: message.model,
            foldOffset: message.foldOffset,
            asOf: moment(message.asOf),
            candidates: []
        )
        for item in message.candidates {
            let candidate = try Candidate(judged: item)
            if let last = list.candidates.last, !(last.standing < candidate.standing) {
                throw .field("candidates", problem: "is not in ranking order at \(candidate.account)")
            }
            list.candidates.append(candidate)
        }
        return list
    }

    private func judgedHead(_ bytes: [UInt8]) throws(CandidateError) -> QueueHead {
        guard let message = try? WireQueueHead(serializedBytes: bytes) else {
            throw .notProtobuf(message: "QueueHead")
        }
        var head = QueueHead(
            queue: message.queue,
            partition: Int(message.partition),
            send: Int64(clamping: message.send),
            model: message.model,
            foldOffset: message.foldOffset,
            asOf: moment(message.asOf),
            lists: []
        )
        for text in message.lists {
            let list = try name(text)
            guard list.queue == message.queue else {
                throw .field(
                    "lists",
                    problem: "names '\(text)', which is not of the queue '\(message.queue)'"
                )
            }
            head.lists.append(list)
        }
        return head
    }

    private func judgedRecord(_ bytes: [UInt8]) throws(CandidateError) -> PartitionRecord {
        guard let message = try? WirePartitionRecord(serializedBytes: bytes) else {
            throw .notProtobuf(message: "PartitionRecord")
        }
        var record = PartitionRecord(
            send: Int64(clamping: message.send),
            foldOffset: message.foldOffset,
            asOf: moment(message.asOf),
            model: message.model,
            fingerprint: message.fingerprint,
            founded: moment(message.founded),
            lists: [],
            queues: message.queues
        )
        for text in message.lists { record.lists.append(try name(text)) }
        return record
    }

    private func name(_ text: String) throws(CandidateError) -> ListName {
        guard let name = ListName(parsing: text) else {
            throw .field("list", problem: "is '\(text)', which is no list's name")
        }
        return name
    }
}

extension Candidate {
    /// The candidate that SwiftProtobuf has read.
    fileprivate init(judged message: WireCandidate) throws(CandidateError) {
        guard !message.account.isEmpty else { throw .field("account", problem: "is empty") }
        guard message.grade < 16 else {
            throw .field("grade", problem: "is \(message.grade), but grades go from 0 (A1) to 15 (D4)")
        }
        self.init(
            account: AccountID(domain: message.account),
            name: message.name.isEmpty ? nil : message.name,
            urgency: Int(message.urgency),
            fit: Int(message.fit),
            heat: Int(message.heat),
            grade: Grade(fit: UInt8(message.grade / 4), heat: UInt8(message.grade % 4)),
            intent: message.intent.map { KindPoints(kind: $0.kind, points: Int($0.points)) },
            persons: Int(message.persons),
            latestSignal: moment(message.latestSignal),
            reasons: message.reasons.map { reason in
                Reason(
                    kind: reason.kind,
                    time: moment(reason.time),
                    points: Int(reason.points),
                    id: reason.id,
                    detail: SignalDetail(attributes: reason.detail.compactMap(Attribute.init(judged:)))
                )
            }
        )
    }
}

extension Attribute {
    fileprivate init?(judged message: WireAttribute) {
        switch message.value {
        case .text(let text): self.init(message.name, .string(text))
        case .number(let number): self.init(message.name, .number(number))
        case .boolean(let boolean): self.init(message.name, .boolean(boolean))
        case .words(let words): self.init(message.name, .strings(words.words))
        case nil: return nil
        }
    }
}

extension CandidateList {
    fileprivate static func of(_ queue: String) -> CandidateList {
        CandidateList(
            list: ListName(queue: queue),
            partition: 1,
            send: 2,
            model: "m",
            foldOffset: 3,
            asOf: moment(nine),
            candidates: [.of("a.com", 1)]
        )
    }
}

/// Messages drawn by chance.
extension SeededGenerator {
    private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

    /// Of any length in bits, so that varints have any length.
    private mutating func number() -> Int64 { Int64(bitPattern: next()) >> Int64(below(64)) }

    private mutating func text() -> String {
        let texts = [
            "", "a", "funding", "a text of more than fifteen bytes", "Zoë 東京 🎈", "\u{0}", "e\u{301}",
        ]
        return texts[below(texts.count)]
    }

    fileprivate mutating func list() -> CandidateList {
        CandidateList(
            list: ListName(queue: "q", value: below(2) == 0 ? nil : "Zoë"),
            partition: below(300),
            send: abs(number() / 2),
            model: text(),
            foldOffset: number(),
            asOf: moment(number()),
            candidates: (0..<below(5)).map { _ in candidate() }.sorted { $0.standing < $1.standing }
        )
    }

    private mutating func candidate() -> Candidate {
        let name = text()
        return Candidate(
            account: account("a\(below(1000)).com"),
            name: name.isEmpty ? nil : name,
            urgency: below(10_001),
            fit: below(101),
            heat: below(10_001),
            grade: .of(UInt8(below(4)), UInt8(below(4))),
            intent: (0..<below(3)).map { _ in .init(kind: text(), points: Int(number())) },
            persons: below(500),
            latestSignal: moment(number()),
            reasons: (0..<below(4)).map { _ in
                Candidate.Reason(
                    kind: text(),
                    time: moment(number()),
                    points: Int(number()),
                    id: text(),
                    detail: SignalDetail(attributes: (0..<below(4)).map { _ in attribute() })
                )
            }
        )
    }

    private mutating func attribute() -> Attribute {
        let name = text()
        switch below(4) {
        case 0: return Attribute(name, .string(text()))
        case 1: return Attribute(name, .number(Double(number()) / 3))
        case 2: return Attribute(name, .boolean(below(2) == 0))
        default: return Attribute(name, .strings((0..<below(3)).map { _ in text() }))
        }
    }

    fileprivate mutating func head() -> QueueHead {
        QueueHead(
            queue: "q",
            partition: below(300),
            send: abs(number() / 2),
            model: text(),
            foldOffset: number(),
            asOf: moment(number()),
            lists: (0..<below(3)).map { ListName(queue: "q", value: "v\($0)") }
        )
    }

    fileprivate mutating func record() -> PartitionRecord {
        PartitionRecord(
            send: abs(number() / 2),
            foldOffset: number(),
            asOf: moment(number()),
            model: text(),
            fingerprint: text(),
            founded: moment(number()),
            lists: (0..<below(3)).map { ListName(queue: "q", value: "v\($0)") },
            queues: (0..<below(3)).map { _ in text() }
        )
    }

    /// `bytes` with single bytes exchanged, put in or taken out, a part of them said twice, or the end cut off.
    fileprivate mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var damaged = bytes
        for _ in 0..<below(4) where !damaged.isEmpty {
            let place = below(damaged.count)
            switch below(6) {
            case 0: damaged[place] = UInt8(truncatingIfNeeded: next())
            case 1: damaged[place] ^= 1 << UInt8(below(8))
            case 2: damaged.insert(UInt8(truncatingIfNeeded: next()), at: place)
            case 3: damaged.remove(at: place)
            case 4: damaged += damaged[place...]
            default: damaged.removeLast(below(damaged.count) / 4)
            }
        }
        return damaged
    }
}
