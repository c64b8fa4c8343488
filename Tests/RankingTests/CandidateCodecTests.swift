// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring
import Testing

@Suite struct CandidateCodecTests {
    private static let list = CandidateList(
        list: ListName(queue: "q", value: "Zoë"),
        partition: 3,
        send: 41,
        model: "sha256:one",
        foldOffset: 48_211,
        asOf: moment(nine),
        candidates: [
            Candidate(
                account: account("acme.com"),
                name: "Acme",
                urgency: 9018,
                fit: 93,
                heat: 9624,
                grade: .of(1, 3),
                intent: [.init(kind: "funding", points: 2679), .init(kind: "layoffs", points: -310)],
                persons: 3,
                latestSignal: moment(-5),
                reasons: [
                    Candidate.Reason(
                        kind: "funding",
                        time: moment(nine - 1),
                        points: -7,
                        id: "r1",
                        detail: SignalDetail(attributes: [
                            Attribute("round", .string("b")), Attribute("amount_usd", .number(-0.5)),
                            Attribute("content", .boolean(false)), Attribute("topic", .strings(["x", ""])),
                            Attribute("name", .strings([])),
                        ])
                    )
                ]
            ),
            .of("b.com", 0),
        ]
    )

    @Test func `a list comes back as it was`() throws {
        #expect(try CandidateList(encoded: Self.list.encoded()) == Self.list)
        #expect(Self.list.key.description == "q/Zo%C3%AB|3")
    }

    @Test func `a head comes back as it was`() throws {
        let head = QueueHead(
            queue: "q",
            partition: 3,
            send: 41,
            model: "sha256:one",
            foldOffset: 0,
            asOf: moment(nine),
            lists: [ListName(queue: "q", value: "a"), ListName(queue: "q", value: "b")]
        )
        #expect(try QueueHead(encoded: head.encoded()) == head)
        #expect(head.key.description == "q|#3")
    }

    @Test func `a partition's record comes back as it was`() throws {
        let record = PartitionRecord(
            send: 41,
            foldOffset: 12,
            asOf: moment(nine),
            model: "sha256:one",
            fingerprint: "sha256:fold",
            founded: moment(nine - 250),
            lists: [ListName(queue: "q")],
            queues: ["p", "q"]
        )
        #expect(try PartitionRecord(encoded: record.encoded()) == record)
        #expect(PartitionRecord.key == "#partition")
    }

    @Test func `the bytes of a head are those of the documented fields`() {
        let head = QueueHead(
            queue: "q",
            partition: 1,
            send: 2,
            model: "m",
            foldOffset: 3,
            asOf: moment(300),
            lists: [ListName(queue: "q")]
        )
        // Tag and value, field by field: text fields by length, 300 as the varint AC 02.
        #expect(
            head.encoded() == [
                0x0A, 1, 0x71, 0x10, 1, 0x18, 2, 0x22, 1, 0x6D, 0x28, 3, 0x30, 0xAC, 0x02, 0x3A, 1, 0x71,
            ]
        )
    }

    @Test func `the bytes of a list are those of the documented fields`() {
        let list = CandidateList(
            list: ListName(queue: "q"),
            partition: 1,
            send: 2,
            model: "m",
            foldOffset: 3,
            asOf: moment(300),
            candidates: [.of("a.com", 300, latest: 5, reasons: [.page("x", at: 7, points: -7)])]
        )
        let attribute: [UInt8] = [0x0A, 4] + Array("page".utf8) + [0x12, 1, 0x78]
        // Points of −7 in zigzag are 13.
        let reason: [UInt8] = [0x0A, 10] + Array("engagement".utf8) + [0x10, 7, 0x18, 13, 0x22, 1, 0x31]
        let candidate: [UInt8] =
            [0x0A, 5] + Array("a.com".utf8) + [0x18, 0xAC, 0x02, 0x20, 100, 0x28, 0xAC, 0x02, 0x48, 5]
        #expect(
            list.encoded()
                == [0x0A, 1, 0x71, 0x10, 1, 0x18, 2, 0x22, 1, 0x6D, 0x28, 3, 0x30, 0xAC, 0x02, 0x3A, 49]
                + candidate
                + [0x52, 30] + reason + [0x2A, 9] + attribute
        )
    }

    @Test func `fields and attribute values of later versions are ignored`() throws {
        // Field 100 as a varint, behind a whole list.
        let list = Self.list.encoded() + [0xA0, 0x06, 0x01]
        #expect(try CandidateList(encoded: list) == Self.list)
        // A reason's attribute that has a name and a field 9 for its value.
        let attribute: [UInt8] = [0x0A, 1, 0x78, 0x48, 1]
        let reason: [UInt8] = [0x0A, 1, 0x6B, 0x2A, UInt8(attribute.count)] + attribute
        let candidate: [UInt8] = [0x0A, 1, 0x61, 0x52, UInt8(reason.count)] + reason
        let later: [UInt8] = [0x0A, 1, 0x71, 0x3A, UInt8(candidate.count)] + candidate
        let read = try CandidateList(encoded: later).candidates
        #expect(read.map(\.reasons.count) == [1])
        #expect(read.first?.reasons.first?.detail.attributes == [])
    }

    @Test func `what cannot be is refused by name`() {
        #expect(throws: CandidateError.notProtobuf(message: "CandidateList")) {
            try CandidateList(encoded: [0x0A, 5, 1])
        }
        #expect(throws: CandidateError.field("list", problem: "is '', which is no list's name")) {
            try CandidateList(encoded: [])
        }
        var unordered = Self.list
        unordered.candidates.reverse()
        #expect(throws: CandidateError.field("candidates", problem: "is not in ranking order at acme.com")) {
            try CandidateList(encoded: unordered.encoded())
        }
        var nameless = Self.list
        nameless.candidates = [.of("", 1)]
        #expect(throws: CandidateError.field("account", problem: "is empty")) {
            try CandidateList(encoded: nameless.encoded())
        }
        // A list whose one candidate is the account a of grade 16.
        #expect(
            throws: CandidateError.field("grade", problem: "is 16, but grades go from 0 (A1) to 15 (D4)")
        ) {
            try CandidateList(encoded: [0x0A, 1, 0x71, 0x3A, 5, 0x0A, 1, 0x61, 0x30, 16])
        }
        #expect(throws: CandidateError.field("lists", problem: "names 'p', which is not of the queue 'q'")) {
            try QueueHead(encoded: [0x0A, 1, 0x71, 0x3A, 1, 0x70])
        }
    }

    @Test(arguments: SeededGenerator.seeds)
    func `damaged bytes never crash`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = Self.list.encoded()
        for _ in 0..<200 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(
                    in: 0...255,
                    using: &random
                )
            }
            damaged.removeLast(Int.random(in: 0..<damaged.count, using: &random) / 2)
            _ = try? CandidateList(encoded: damaged)
            _ = try? QueueHead(encoded: damaged)
            _ = try? PartitionRecord(encoded: damaged)
        }
    }
}
