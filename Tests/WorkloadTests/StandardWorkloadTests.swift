// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ingest
import JSON
import Testing
import Workload

@Suite struct StandardWorkloadTests {
    private let size = StandardWorkload.Size(events: 10_000, accounts: 1000, seed: 3)

    @Test func `the same seed makes the same bytes`() {
        let first = StandardWorkload(size)
        #expect(first.bytes == StandardWorkload(size).bytes)
        var other = size
        other.seed = 4
        #expect(first.bytes != StandardWorkload(other).bytes)
    }

    @Test func `events are as long, late, repeated and uneven as they should be`() throws {
        let workload = StandardWorkload(size)
        #expect((345...385).contains(workload.bytes.count / workload.count))
        let events = try decoded(workload)
        let late = events.count { $0.recordedTime.milliseconds - $0.time.milliseconds > 60_000 }
        #expect((400...600).contains(late))
        let repeated = events.count - Set(events.map(\.id)).count
        #expect((70...130).contains(repeated))
        // The first of 1000 accounts has 1 / (1 + 1/2 + … + 1/1000) = 1 / 7.49 of the events.
        let first = events.count { $0.account.domain == "company-100000.com" }
        #expect((1150...1520).contains(first))
        #expect(events.indices.allSatisfy { workload.account(of: $0) == events[$0].account.domain })
    }

    @Test func `rows become the same events by the preset`() throws {
        let canonical = try decoded(StandardWorkload(size))
        let rows = StandardWorkload(size, as: .flat)
        #expect((345...385).contains(rows.bytes.count / rows.count))
        let suffixes = try #require(PublicSuffixList.builtIn())
        var ingestor = try Ingestor(
            mappings: ["rows": try Preset.flat.mapping()],
            resolver: AccountResolver(suffixes: suffixes)
        )
        for number in 0..<200 {
            let bytes = rows.bytes.span.extracting(rows.range(of: number))
            let outcome = ingestor.process(
                SourceRecord(
                    topic: "rows",
                    partition: 0,
                    offset: Int64(number),
                    timestamp: size.start,
                    key: nil,
                    headers: []
                ),
                value: bytes,
                aliases: AliasTable(),
                now: canonical[number].recordedTime
            )
            #expect(outcome.deadLetter == nil)
            let event = try #require(outcome.events.first)
            #expect(event.id == canonical[number].id)
            #expect(event.source == canonical[number].source)
            #expect(event.account == canonical[number].account)
            #expect(event.time == canonical[number].time)
            #expect(Set(attributes(event)) == Set(attributes(canonical[number])))
        }
    }

    /// Kind, person and attributes, which the preset puts in another order.
    private func attributes(_ event: Event) -> [Attribute] {
        guard case .signal(let signal) = event.payload else { return [] }
        return signal.attributes + [
            Attribute("kind", .string(signal.kind)), Attribute("person", .string(signal.person ?? "")),
            Attribute("vendor", .string(signal.vendor ?? "")),
        ]
    }

    private func decoded(_ workload: StandardWorkload) throws -> [Event] {
        var document = JSONDocument(limits: EventCodec.journalLimits)
        return try (0..<workload.count).map { number in
            try document.parse(workload.bytes.span.extracting(workload.range(of: number)))
            return try EventCodec.decode(document, document.root)
        }
    }
}
