// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Testing

@testable import SampleSignals

@Suite struct `Flawed samples` {
    private static let records = SampleReading.usual(SampleReading.settings(rate: 10, flaws: 0.1), 8000)
    private var records: [SampleRecord] { Self.records }

    @Test func `late ones happened one to ten days before`() throws {
        let late = records.filter { $0.flaw == .late }
        #expect(late.count > 600)
        for record in late {
            let time = try #require(try SampleReading.time(record))
            let days = Double(record.timestamp.milliseconds - time.milliseconds) / 86_400_000
            #expect((1.0...11.0).contains(days))
        }
    }

    @Test func `truncated ones are no JSON, and all others are`() {
        for record in records { #expect(SampleReading.isJSON(record) == (record.flaw != .truncated)) }
        #expect(records.contains { $0.flaw == .truncated })
    }

    @Test func `a truth value stands for the time where the type is wrong`() throws {
        let wrong = records.filter { $0.flaw == .wrongType }
        #expect(Set(wrong.map(\.preset)).count == SamplePreset.allCases.count)
        for record in wrong {
            let pointer = try #require(try SampleReading.timePointer(record))
            var document = JSONDocument()
            try document.parse(record.value)
            let node = document.resolve(document.root, pointer: try JSONPointer(pointer))
            #expect(node.map { document.boolean($0) } == true)
        }
    }

    @Test func `free-mail addresses come with nothing else that names a company`() throws {
        let free = records.filter { $0.flaw == .freeMail }
        #expect(free.count > 120)
        for record in free {
            #expect(try SampleReading.value(record, "/traits/email")?.hasSuffix("@gmail.com") == true)
            #expect(try SampleReading.value(record, "/context/groupId") == nil)
            #expect(try SampleReading.value(record, "/traits/company/name") == nil)
        }
    }

    @Test func `only records about strangers name a company that nobody introduced`() throws {
        let settings = SampleReading.settings(rate: 10, flaws: 0.1)
        var stream = SampleStream(settings)
        var known: Set<String> = []
        for _ in 0..<stream.introductionCount {
            let record = stream.next()
            switch record.preset {
            case .crunchbase:
                known.insert(try SampleReading.value(record, "/uuid") ?? "")
                known.insert(try SampleReading.value(record, "/properties/identifier/value") ?? "")
            case .salesforce:
                known.insert(try SampleReading.value(record, "/payload/ChangeEventHeader/recordIds/0") ?? "")
            case .hubSpot:
                known.insert(try SampleReading.value(record, "/0/objectId") ?? "")
            default:
                #expect(record.preset == .cloudEvents)
            }
        }
        var strangers = 0
        for record in records where record.flaw != .truncated {
            let pointer: String
            switch record.preset {
            case .crunchbase: pointer = "/funded_organization_identifier/uuid"
            case .salesforce: pointer = "/payload/AccountId"
            case .theirStack: pointer = "/payload/company"
            case .hubSpot where try SampleReading.value(record, "/0/propertyName") != "email":
                pointer = "/0/objectId"
            default: continue
            }
            let isKnown = try known.contains(#require(try SampleReading.value(record, pointer)))
            #expect(isKnown == (record.flaw != .unknownCompany))
            if !isKnown { strangers += 1 }
        }
        #expect(strangers > 120)
    }
}
