// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Testing

@testable import SampleSignals

@Suite struct `A stream of samples` {
    @Test func `the same seed gives the same bytes and another seed others`() {
        let settings = SampleReading.settings(flaws: 0.05)
        let records = SampleReading.records(settings, 3000)
        #expect(records == SampleReading.records(settings, 3000))
        let others = SampleReading.records(SampleReading.settings(seed: 8, flaws: 0.05), 3000)
        #expect(zip(records, others).allSatisfy { $0.value != $1.value })
    }

    @Test func `the generator is the published one`() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
    }

    @Test func `every good record is JSON with its time at or before its arrival`() throws {
        let records = SampleReading.records(SampleReading.settings(), 6000)
        for record in records {
            #expect(SampleReading.isJSON(record))
            let isOrganization = try SampleReading.value(record, "/type") == "Organization"
            guard record.preset != .crunchbase || !isOrganization else { continue }
            let time = try SampleReading.time(record)
            #expect(
                time.map { $0 <= record.timestamp } == true,
                "\(String(decoding: record.value, as: UTF8.self))"
            )
        }
        #expect(Set(records.map(\.preset)).count == SamplePreset.allCases.count)
        #expect(records.allSatisfy { $0.flaw == nil })
    }

    @Test func `records arrive in order, at the stated rate`() {
        for rate in [0.5, 20, 4000] {
            let records = SampleReading.usual(SampleReading.settings(rate: rate, flaws: 0.1), 2000)
            #expect(zip(records, records.dropFirst()).allSatisfy { $0.timestamp <= $1.timestamp })
            let first = records[0].timestamp.milliseconds
            let last = records[records.count - 1].timestamp.milliseconds
            #expect(abs(Double(last - first) / 1000 * rate / 2000 - 1) < 0.15, "rate \(rate)")
        }
    }

    @Test func `a day has its busy and its quiet hours`() {
        var settings = SampleReading.settings(rate: 0.1)
        settings.followsDay = true
        var hours = [Int](repeating: 0, count: 24)
        for record in SampleReading.usual(settings, 10_000) {
            let time = record.timestamp.milliseconds - SampleReading.start.milliseconds
            guard time < 86_400_000 else { break }
            hours[Int(time / 3_600_000)] += 1
        }
        // 8,640 usual ones, and those of the stories.
        let total = hours.reduce(0, +)
        #expect((8200...9200).contains(total))
        #expect(hours[10] > 4 * hours[3] && hours[3] > 0)
    }

    @Test func `the flaws have their shares`() {
        var settings = SampleReading.settings(rate: 1)
        settings.lateShare = 0.10
        settings.duplicateShare = 0.05
        settings.brokenShare = 0.04
        let records = SampleReading.usual(settings, 20_000)
        func share(_ flaws: SampleFlaw...) -> Double {
            Double(records.count { $0.flaw.map(flaws.contains) ?? false }) / Double(records.count)
        }
        #expect(abs(share(.late) - 0.10) < 0.01)
        #expect(abs(share(.duplicate) - 0.05) < 0.01)
        #expect(abs(share(.truncated, .wrongType, .unknownCompany, .freeMail) - 0.04) < 0.01)
        for flaw in [SampleFlaw.truncated, .wrongType, .unknownCompany, .freeMail] {
            #expect(abs(share(flaw) - 0.01) < 0.003, "\(flaw)")
        }
    }

    @Test func `a duplicate is a record that came before, and nothing else is`() {
        var settings = SampleReading.settings(rate: 1)
        settings.duplicateShare = 0.05
        settings.lateShare = 0
        settings.brokenShare = 0
        let records = SampleReading.usual(settings, 12_000)
        var seen: Set<[UInt8]> = []
        var again = 0
        for record in records {
            let isNew = seen.insert(record.value).inserted
            #expect(isNew == (record.flaw != .duplicate))
            if !isNew { again += 1 }
        }
        #expect(abs(Double(again) / 12_000 - 0.05) < 0.008)
    }
}
