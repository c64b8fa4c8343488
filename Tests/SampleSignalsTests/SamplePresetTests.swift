// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ingest
import SampleSignals
import Testing

@Suite struct `Samples and the presets that map them` {
    @Test func `good records yield events, flawed ones what is expected of them`() throws {
        let mappings = try SamplePreset.allCases.map { preset in
            (preset.rawValue, try #require(Preset(rawValue: preset.rawValue)).mapping())
        }
        let resolver = AccountResolver(suffixes: try #require(PublicSuffixList.builtIn()))
        var ingestor = try Ingestor(
            mappings: Dictionary(uniqueKeysWithValues: mappings),
            resolver: resolver,
            personKey: PersonKey(bytes: Array("a key of at least sixteen bytes".utf8))
        )
        var aliases = AliasTable()
        var kinds: Set<String> = []
        for record in SampleReading.records(SampleReading.settings(rate: 0.05, flaws: 0.05), 6000) {
            let source = SourceRecord(
                topic: record.preset.rawValue,
                partition: 0,
                offset: 0,
                timestamp: record.timestamp,
                key: record.key,
                headers: record.headers
            )
            let outcome = ingestor.process(
                source,
                value: record.value.span,
                aliases: aliases,
                now: record.timestamp
            )
            for alias in outcome.aliases { aliases.apply(alias) }
            let shown =
                "\(outcome.deadLetter?.message ?? "") \(String(decoding: record.value, as: UTF8.self))"
            let expected = record.flaw?.makesDeadLetter ?? false
            #expect(
                (outcome.deadLetter != nil) == expected,
                "\(record.flaw.map(\.rawValue) ?? "good"): \(shown)"
            )
            if record.flaw == .freeMail { #expect(outcome.events.isEmpty && outcome.ignored == 1) }
            if record.flaw == nil {
                #expect(!outcome.events.isEmpty || !outcome.aliases.isEmpty || outcome.ignored > 0)
            }
            for event in outcome.events {
                if case .signal(let signal) = event.payload {
                    kinds.insert(signal.kind)
                } else {
                    kinds.insert(event.payload.type)
                }
            }
        }
        #expect(
            kinds == [
                "engagement", "funding", "hotlist.account.v1", "hotlist.disposition.v1", "job_post",
                "layoffs", "news",
                "tech_change",
            ]
        )
    }
}
