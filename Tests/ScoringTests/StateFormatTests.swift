// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import SwiftProtobuf
import Testing

/// What is read and written by hand is Protocol Buffers: SwiftProtobuf is the judge, by account-state.proto.
@Suite struct StateFormatTests {
    private func state(_ bytes: [UInt8]) throws(StateRecordError) -> AccountState {
        try AccountState(account: acme, encoded: bytes.span)
    }

    @Test func `SwiftProtobuf reads what is written, and writes the same bytes`() throws {
        for seed in 0..<1000 {
            var random = RandomState(seed: UInt64(seed))
            let written = random.next()
            let bytes = written.encoded()
            let message = try WireAccountState(serializedBytes: bytes)
            #expect(message.unknownFields.data.isEmpty, "seed \(seed)")
            let again: [UInt8] = try message.serializedBytes()
            guard again == bytes, try state(again) == written else {
                Issue.record("seed \(seed): \(again), not \(bytes)")
                return
            }
            #expect(message.identities == written.memory.signals.map(\.identity), "seed \(seed)")
            let sums = written.accumulators.filter { $0.sum.bitPattern != 0 || $0.landmark != 0 }
            #expect(message.sums == sums.map(\.sum), "seed \(seed)")
            #expect(message.landmarks == sums.map(\.landmark), "seed \(seed)")
            let counts = written.accumulators.map { UInt64($0.counted) }
            #expect(message.counts.map { $0 / 2 } == counts, "seed \(seed)")
            let strengths = written.memory.signals.map(\.strength).filter { $0 != 1 }
            #expect(message.strengths == strengths, "seed \(seed)")
            #expect(message.hasSupersededBy == (written.memory.supersededBy != nil), "seed \(seed)")
        }
    }

    @Test func `integers of every length are read as SwiftProtobuf writes them`() throws {
        for shift in 0..<64 {
            let power = Int64(1) << shift
            for value in [power, power &- 1, 0 &- power, ~power] {
                var message = WireAccountState()
                message.version = 2
                message.foldedThrough = value
                message.retractions = [UInt64(bitPattern: value)]
                message.retractionOffsets = [UInt64(bitPattern: value)]
                let memory = try state(try message.serializedBytes()).memory
                #expect(memory.foldedThrough == value)
                #expect(
                    memory.retractions == [
                        PendingRetraction(identity: UInt64(bitPattern: value), offset: value)
                    ]
                )
                var written = AccountState(account: acme, accumulators: [], memory: memory)
                written.memory.foldedThrough = value
                #expect(written.encoded() == (try message.serializedBytes()))
            }
        }
    }

    /// folded_through = 5, then `fields`, then the version.
    private func record(with fields: [UInt8]) -> [UInt8] {
        [0x08, 10] + fields + [0xC0, 0x3E, 2]
    }

    @Test func `fields of other numbers are passed over, whatever their type`() throws {
        // Number 100: a varint, eight bytes, three bytes, four bytes.
        let unknown: [UInt8] =
            [0xA0, 0x06, 0xFF, 0x01] + [0xA1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8] + [0xA2, 0x06, 3, 1, 2, 3]
            + [0xA5, 0x06, 1, 2, 3, 4]
        #expect(try state(record(with: unknown)).memory.foldedThrough == 5)
        // The order of fields is of no account.
        #expect(try state([0xC0, 0x3E, 2] + unknown + [0x08, 10]).memory.foldedThrough == 5)
    }

    @Test(arguments: [
        // A number of 0; groups; a length beyond the end; varints of eleven bytes and of 65 bits.
        [0x00, 1], [0xA3, 0x06], [0xA4, 0x06], [0xA2, 0x06, 200],
        [0xA0, 0x06] + [UInt8](repeating: 0x80, count: 10) + [0],
        [0xA0, 0x06] + [UInt8](repeating: 0xFF, count: 9) + [2],
        // A length of 2^64 − 1, and a tag beyond 32 bits.
        [0xA2, 0x06] + [UInt8](repeating: 0xFF, count: 9) + [1], [0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 1],
    ])
    func `what is no message is refused`(fields: [UInt8]) {
        #expect(throws: StateRecordError.notProtobuf) { try state(record(with: fields)) }
    }

    @Test(arguments: [
        ("folded_through", [0x08, 1]), ("sums", [0x11, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("sums", [0x12, 3, 0, 0, 0]),
        ("retractions", [0xE2, 0x01, 4, 1, 1, 1, 1]),
        ("retraction_offsets", [0xEA, 0x01, 1, 1]),
        ("retraction_offsets", [0xE2, 0x01, 8, 1, 1, 1, 1, 1, 1, 1, 1, 0xEA, 0x01, 1, 0x80]),
        ("id_lengths", [0x6A, 1, 0]), ("details", [0x72, 1, 0]), ("fields", [0x8A, 0x02, 1, 0xF0]),
        ("texts", [0xD2, 0x02, 1, 0x61]), ("superseded_by", [0xCA, 0x02, 1, 0xFF]),
        // A field without a name of its own that is not whole, with a word of 2^32 − 1 bytes.
        ("fields", [0x8A, 0x02, 6, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]),
    ])
    func `what is no state is refused with its field`(field: String, fields: [UInt8]) {
        let error = #expect(throws: StateRecordError.self) { try state(record(with: fields)) }
        guard case .malformed(field, _) = error else {
            Issue.record("\(String(describing: error)), not \(field)")
            return
        }
    }

    @Test func `texts are cut between characters or refused`() throws {
        var message = WireAccountState()
        message.version = 2
        // Two fields of names of their own, of which the first has 1 of the 2 bytes of é.
        let own = UInt32(Profile.knownFields.count) * 16
        message.texts = "éa"
        message.fields = [own, 1, 0, own, 2, 0]
        #expect(throws: StateRecordError.self) { try state(try message.serializedBytes()) }
        message.fields = [own, 2, 0, own, 1, 0]
        #expect(try state(try message.serializedBytes()).memory.profile.fields.map(\.name) == ["é", "a"])
    }

    @Test func `more signals than there can be room for are refused`() throws {
        var message = WireAccountState()
        message.version = 2
        message.counts = [0]
        // In each column one of every signal.
        let count = 70_000
        message.identities = Array(repeating: 1, count: count)
        message.offsets = Array(repeating: 1, count: count)
        message.times = Array(repeating: 0, count: count)
        message.shapes = Array(repeating: 0, count: count)
        message.idLengths = Array(repeating: 0, count: count)
        message.details = Array(repeating: 0, count: count)
        let error = #expect(throws: StateRecordError.self) { try state(try message.serializedBytes()) }
        #expect(error == .malformed(field: "identities", problem: "holds too many"))
    }
}
