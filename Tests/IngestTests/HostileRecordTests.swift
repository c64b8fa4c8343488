// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ingest
import JSON
import Testing

@Suite struct HostileRecordTests {
    /// Pieces that are put where they do not belong.
    private static let pieces: [String] = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "-", "1e999", "18446744073709551616", "\u{0}", "\\ud800",
        "\u{202E}", "[[[[[[[[",
    ]

    /// Values that stand in the place of others.
    private static let values: [String] = [
        "null", "true", "0", "7", "-9223372036854775808", "0.1", "1e300", "\"\"", "{}", "[]", "[null]",
        "[[1]]",
        "{\"a\":{\"b\":[1]}}", "[{\"id\":1}]", "\"@\"", "\"x\"", "\"a\\u0000b\"", "\"gmail.com\"",
        "\"http://10.0.0.1\"", "\"localhost\"", "\"co.uk\"", "\"..\"", "\"xn--\"", "\"\u{1F600}.com\"",
        "\"münchen.de\"", "\"2099-01-01T00:00:00Z\"", "\"2099-01-01\"", "\"2026-02-30\"", "\"a\u{2028}b\"",
        "1e999", "\"\\ud800\"",
    ]

    /// A good record, spoiled.
    private static func spoiled(_ good: String, _ other: String, _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(good.utf8)
        for _ in 0...random.below(2) where !bytes.isEmpty {
            let place = random.below(bytes.count)
            switch random.below(16) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.removeSubrange(place...)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(20)))
            case 3: bytes.insert(contentsOf: Array(random.pick(pieces).utf8), at: place)
            case 4: bytes.insert(contentsOf: Array(other.utf8).prefix(random.below(60)), at: place)
            case 5: bytes = (0..<random.below(80)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            case 6:
                let depth = random.below(200)
                bytes =
                    Array(repeating: UInt8(ascii: "["), count: depth) + bytes
                    + Array(repeating: UInt8(ascii: "]"), count: random.below(2) * depth)
            default: bytes = replacingValue(in: bytes, near: place, &random)
            }
        }
        return bytes
    }

    /// The record with the value after some colon replaced, so that it mostly stays JSON.
    private static func replacingValue(
        in bytes: [UInt8],
        near place: Int,
        _ random: inout SeededGenerator
    ) -> [UInt8] {
        guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) else { return bytes }
        let start = colon + 1
        let ends: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")]
        guard let end = bytes[start...].firstIndex(where: { ends.contains($0) }) else { return bytes }
        return bytes[..<start] + Array(random.pick(values).utf8) + bytes[end...]
    }

    @Test(.timeLimit(.minutes(5)))
    func `a hundred thousand spoiled records neither crash nor hide the good ones among them`() throws {
        let seed = SeededGenerator.seed
        var random = SeededGenerator(seed: seed)
        var mappings: [String: Mapping] = [:]
        for preset in Preset.allCases { mappings[preset.rawValue] = try preset.mapping() }
        var ingestor = try Ingestor(
            mappings: mappings,
            resolver: IngestBench.resolver(),
            personKey: PersonKey(bytes: Array(repeating: 7, count: 16))
        )
        var aliases = AliasTable()
        var counts: [DeadLetterReason: Int] = [:]
        var (yielding, ignoring) = (0, 0)
        for number in 0..<100_000 {
            let preset = random.pick(Preset.allCases)
            let good = GoodRecord.json(preset, number)
            let isGood = number % 10 == 0
            let other = isGood ? "" : GoodRecord.json(random.pick(Preset.allCases), number)
            let bytes = isGood ? Array(good.utf8) : Self.spoiled(good, other, &random)
            let record = SourceRecord(
                topic: preset.rawValue,
                partition: 0,
                offset: Int64(number),
                timestamp: IngestBench.now
            )
            let outcome = ingestor.process(record, value: bytes.span, aliases: aliases, now: IngestBench.now)
            for alias in outcome.aliases where isGood { aliases.apply(alias) }

            if let fault = Self.fault(of: outcome, isGood ? GoodRecord.events(preset) : nil) {
                let text = String(decoding: bytes, as: UTF8.self)
                Issue.record("seed \(seed), record \(number) (\(preset.rawValue)): \(fault): \(text)")
                return
            }
            if let reason = outcome.reason { counts[reason, default: 0] += 1 }
            if !outcome.events.isEmpty { yielding += 1 }
            if outcome.ignored > 0 { ignoring += 1 }
        }
        let reasons = counts.sorted { $0.value > $1.value }.map { "\($0.key.rawValue) \($0.value)" }
        print(
            "seed \(seed): \(yielding) with events, \(ignoring) with ignored elements, dead letters:",
            reasons
        )
        // The mixture is of use only if it reaches most of what can go wrong, and leaves much that does not.
        #expect(counts.count >= 20)
        #expect(yielding > 20_000)
    }

    /// What is wrong with an outcome; `expected` is the number of events of a good record.
    private static func fault(of outcome: IngestOutcome, _ expected: Int?) -> String? {
        if let expected {
            if outcome.deadLetter != nil { return "refused: \(outcome.deadLetter?.message ?? "")" }
            if outcome.events.count != expected { return "\(outcome.events.count) events" }
        }
        let isSilent = outcome.events.isEmpty && outcome.aliases.isEmpty && outcome.ignored == 0
        if isSilent, outcome.deadLetter == nil { return "lost" }
        if let letter = outcome.deadLetter {
            if letter.message.utf8.count > DeadLetter.messageLimit { return "long message" }
            let isSafe = letter.message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E }
            if !isSafe { return "unsafe message" }
        }
        for event in outcome.events {
            if event.recordedTime != IngestBench.now || event.time > event.recordedTime { return "times" }
            do {
                try event.validate()
            } catch {
                return "invalid event: \(error)"
            }
            var writer = JSONWriter()
            EventCodec.encode(event, into: &writer)
            var document = JSONDocument(limits: EventCodec.journalLimits)
            do {
                try document.parse(writer.bytes)
                guard try EventCodec.decode(document, document.root) == event else {
                    return "reads back otherwise"
                }
            } catch {
                return "does not read back: \(error)"
            }
        }
        return nil
    }
}
