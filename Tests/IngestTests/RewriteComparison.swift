// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ingest
import JSON
import Testing

/// Compares the quick way of records with the long one.
enum RewriteComparison {
    /// Reads records of the bench's topic both ways.
    ///
    /// They are made by `record`, from a seed that is printed. The quick way must come to the same bytes, or to nothing.
    /// With `hasHeaders` it is told of every second record that it has headers.
    ///
    /// - Returns: how many were read the quick way, and how many were left to the long one.
    static func compare(
        _ bench: IngestBench,
        rounds: Int,
        hasHeaders: Bool,
        record: (inout SeededGenerator) -> String
    ) throws -> (rewritten: Int, processed: Int) {
        let seed = SeededGenerator.seed
        var random = SeededGenerator(seed: seed)
        var ingestor = try bench.ingestor()
        var rewriter = ingestor.rewriter()
        var document = JSONDocument(limits: ingestor.limits.json)
        let shortcut = try #require(rewriter.shortcut(for: IngestBench.topic))
        var count = (rewritten: 0, processed: 0)
        for round in 0..<rounds {
            let value = Array(record(&random).utf8)
            let place: Comment = "seed \(seed), round \(round): \(String(decoding: value, as: UTF8.self))"
            let outcome = ingestor.process(
                SourceRecord(topic: IngestBench.topic, partition: 0, offset: 0, timestamp: bench.timestamp),
                value: value.span,
                aliases: bench.aliases,
                now: bench.now
            )
            let isRewritten = rewriter.read(
                value.span,
                by: shortcut,
                timestamp: bench.timestamp,
                hasHeaders: hasHeaders && random.below(2) == 0,
                aliases: bench.aliases,
                now: bench.now,
                parsing: &document
            )
            guard isRewritten else {
                count.processed += 1
                continue
            }
            count.rewritten += 1
            var writer = JSONWriter()
            rewriter.write(to: &writer)
            #expect(outcome.deadLetter == nil && outcome.aliases.isEmpty && outcome.ignored == 0, place)
            #expect(outcome.events.count == 1, place)
            guard let event = outcome.events.first else { continue }
            var expected = JSONWriter()
            EventCodec.encode(event, into: &expected)
            #expect(writer.bytes == expected.bytes, place)
            let signal = rewriter.signal
            #expect(signal.bytes[signal.account].elementsEqual(event.account.domain.utf8), place)
        }
        return count
    }
}
