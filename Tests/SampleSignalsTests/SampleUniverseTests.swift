// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Testing

@testable import SampleSignals

@Suite struct `Invented companies` {
    @Test func `each has its own domain, also when the words are used up`() {
        var domains: Set<String> = []
        let ranges = [
            0..<10_000, 38_000..<40_000, 500_000..<501_000, SampleName.count - 1000..<SampleName.count,
        ]
        var count = 0
        for index in ranges.joined() {
            domains.insert(SampleName(index: index, seed: 99).domain(suffix: "com"))
            count += 1
        }
        #expect(domains.count == count)
        #expect(SampleSettings.maximumAccounts >= 1_000_000)
    }

    @Test func `few have most of what happens`() throws {
        let records = SampleReading.usual(SampleReading.settings(accounts: 300), 8000)
        var counts: [String: Int] = [:]
        for record in records where record.preset == .segment {
            counts[try SampleReading.value(record, "/context/groupId") ?? "", default: 0] += 1
        }
        let sorted = counts.values.sorted(by: >)
        let total = sorted.reduce(0, +)
        #expect(sorted.prefix(30).reduce(0, +) > total * 55 / 100)
        #expect(sorted[0] < total / 5)
        #expect(sorted.count > 200)
    }

    @Test func `a rank is about as often drawn as its reciprocal says`() {
        var random = SplitMix64(seed: 3)
        var counts = [Int](repeating: 0, count: 1000)
        for _ in 0..<100_000 { counts[random.rank(below: 1000)] += 1 }
        // Ten octaves of one tenth each, of which the last is cut at 1000 of 1023.
        #expect(abs(counts[0] - 10_000) < 500)
        #expect(abs(counts[1] + counts[2] - 10_000) < 500)
        #expect(abs(counts[511...].reduce(0, +) - 10_000) < 800)
    }

    @Test func `a company's people have business addresses of their own`() {
        let company = SampleCompany(index: 5, seed: 1, isFitting: false)
        let people = (0..<12).map { company.person($0) }
        #expect(Set(people.map(\.email)).count == 12)
        #expect(Set(people.map(\.userID)).count == 12)
        #expect(people.allSatisfy { $0.email.hasSuffix("@" + company.domain) })
    }

    @Test func `a day tells of companies that raise money, hire and look at prices`() throws {
        let day = 86_400_000 + SampleReading.start.milliseconds
        let records = SampleReading.usual(SampleReading.settings(rate: 0.01), 2000)
        var raised: [String] = []
        var hiring: [String: Int] = [:]
        var visitors: [String: Set<String>] = [:]
        for record in records where record.timestamp.milliseconds < day {
            switch record.preset {
            case .crunchbase where try SampleReading.value(record, "/investment_type") == "series_b":
                raised.append(
                    try #require(try SampleReading.value(record, "/funded_organization_identifier/value"))
                )
            case .theirStack:
                hiring[try #require(try SampleReading.value(record, "/payload/company")), default: 0] += 1
            case .predictLeadsJobs:
                let pointer = "/included/0/attributes/company_name"
                hiring[try #require(try SampleReading.value(record, pointer)), default: 0] += 1
            case .segment where try SampleReading.value(record, "/name") == "/pricing":
                let group = try #require(try SampleReading.value(record, "/context/groupId"))
                visitors[group, default: []].insert(try SampleReading.value(record, "/userId") ?? "")
            default:
                break
            }
        }
        #expect(raised.contains { hiring[$0, default: 0] >= 4 })
        #expect(visitors.values.contains { $0.count >= 5 })
    }
}
