// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Testing

@Suite struct EventPropertyTests {
    @Test func `a random event reads back as it was, and is written with the same bytes again`() throws {
        let seed = SeededGenerator.seed
        var random = RandomEvent(generator: SeededGenerator(seed: seed))
        var document = JSONDocument(limits: EventCodec.journalLimits)
        var writer = JSONWriter()
        for round in 0..<1500 {
            let event = random.make()
            #expect(throws: Never.self, "seed \(seed), round \(round): \(event)") { try event.validate() }
            writer.reset()
            EventCodec.encode(event, into: &writer)
            let bytes = writer.bytes
            try document.parse(bytes)
            let decoded = try EventCodec.decode(document, document.root)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(decoded == event, "seed \(seed), round \(round): \(text)")
            #expect(try journalEvent(in: bytes) == JournalReading(event), "seed \(seed), round \(round)")
            // No event is written with spaces, so that this one is read the other way.
            let spaced = bytes + [UInt8(ascii: " ")]
            #expect(try journalEvent(in: spaced) == JournalReading(event), "seed \(seed), round \(round)")
            writer.reset()
            EventCodec.encode(decoded, into: &writer)
            #expect(writer.bytes == bytes, "seed \(seed), round \(round): \(text)")
        }
    }

    /// Whatever is read is valid, and is written so that it reads back.
    @Test func `a damaged event is refused or read, without harm`() throws {
        let seed = SeededGenerator.seed &+ 1
        var random = RandomEvent(generator: SeededGenerator(seed: seed))
        var document = JSONDocument(limits: EventCodec.journalLimits)
        var writer = JSONWriter()
        var count = (read: 0, refused: 0)
        for round in 0..<3000 {
            writer.reset()
            EventCodec.encode(random.make(), into: &writer)
            var bytes = writer.bytes
            let donor = writer.bytes
            for _ in 0...random.generator.below(2) where !bytes.isEmpty {
                let position = random.generator.below(bytes.count)
                switch random.generator.below(5) {
                case 0: bytes[position] ^= 1 << random.generator.below(8)
                case 1: bytes[position] = UInt8(truncatingIfNeeded: random.generator.next())
                case 2:
                    bytes.removeSubrange(position..<min(bytes.count, position + random.generator.below(8)))
                case 3: bytes.insert(donor[random.generator.below(donor.count)], at: position)
                default: Self.replaceToken(&bytes, &random.generator)
                }
            }
            let isParsed = (try? document.parse(bytes)) != nil
            let known = isParsed ? try? EventCodec.decode(document, document.root) : nil
            #expect(
                (try? journalEvent(in: bytes)) == known.map(JournalReading.init),
                "seed \(seed), round \(round): \(String(decoding: bytes, as: UTF8.self))"
            )
            do {
                try document.parse(bytes)
                let event = try EventCodec.decode(document, document.root)
                #expect(throws: Never.self, "seed \(seed), round \(round)") { try event.validate() }
                writer.reset()
                EventCodec.encode(event, into: &writer)
                try document.parse(writer.bytes)
                #expect(
                    try EventCodec.decode(document, document.root) == event,
                    "seed \(seed), round \(round)"
                )
                count.read += 1
            } catch is JSONError {
                count.refused += 1
            } catch is EventDecodeError {
                count.refused += 1
            }
        }
        #expect(count.read > 300 && count.refused > 300, "\(count)")
    }

    private func journalEvent(in bytes: [UInt8]) throws -> JournalReading {
        var decoder = JournalDecoder()
        var event = JournalEvent()
        try decoder.decode(bytes.span, into: &event)
        return JournalReading(event)
    }

    /// Puts another value in the place of what stands behind some colon.
    private static func replaceToken(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        let colons = bytes.indices.filter { bytes[$0] == UInt8(ascii: ":") }
        guard let colon = colons.randomElement(using: &generator) else { return }
        let rest = bytes[(colon + 1)...]
        guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") }) else {
            return
        }
        let values = ["null", "7", "-1.5e3", "\"\"", "\"x\"", "[]", "{}", "[\"a\"]", "true", "{\"a\":[1]}"]
        bytes.replaceSubrange(
            (colon + 1)..<end,
            with: (values.randomElement(using: &generator) ?? "null").utf8
        )
    }
}
