// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

@Suite struct ReasonTextTests {
    private func text(_ kind: String, _ attributes: [(String, AttributeValue)]) -> String {
        let signal = Signal(kind: kind, attributes: attributes.map { Attribute($0.0, $0.1) })
        return ReasonText.render(kind: kind, detail: detail(of: signal))
    }

    /// What an account keeps of a signal to tell people.
    private func detail(of signal: Signal) -> SignalDetail {
        let kind = SignalKind(name: signal.kind, weight: 1, halfLife: day, cap: 1)
        var table = AccountTable(model: ScoringModel(kinds: [kind], idealCustomer: IdealCustomerProfile()))
        let event = Event(
            id: "a",
            source: "s",
            account: acme,
            time: Timestamp(milliseconds: now),
            recordedTime: Timestamp(milliseconds: now),
            payload: .signal(signal)
        )
        table.fold(event, offset: 0)
        return table.state(at: 0).memory.signals.first?.detail ?? SignalDetail()
    }

    @Test(arguments: [
        (1.0, "$1"), (999.4, "$999"), (999.6, "$1K"), (1000, "$1K"), (950_000, "$950K"), (1_200_000, "$1.2M"),
        (42_000_000, "$42M"), (42_500_000, "$42.5M"), (999_949, "$1M"), (1_250_000, "$1.3M"),
        (1_300_000_000, "$1.3B"), (12_345_000_000_000, "$12,345B"), (99_960_000, "$100M"),
        (150_500_000, "$151M"),
    ])
    func `amounts are short`(amount: Double, expected: String) {
        #expect(text("funding", [("amount_usd", .number(amount))]) == expected)
    }

    @Test func `funding`() {
        let amount = ("amount_usd", AttributeValue.number(42_000_000))
        #expect(text("funding", [amount, ("round", .string("series_b"))]) == "Series B, $42M")
        #expect(text("funding", [amount, ("round", .string("series-b"))]) == "Series B, $42M")
        #expect(text("funding", [("round", .string("Series B"))]) == "Series B")
        #expect(text("funding", [("round", .string("pre_seed"))]) == "Pre Seed")
        #expect(text("funding", [("round", .string(" élan__v2-"))]) == "élan V2")
        #expect(text("funding", [("amount_usd", .number(-1))]) == "funding")
        #expect(text("funding", []) == "funding")
    }

    @Test func `the kinds that hotlist knows`() {
        #expect(text("job_post", [("title", .string("Data Platform Engineer"))]) == "Data Platform Engineer")
        #expect(
            text("job_post", [("location", .string("Berlin")), ("title", .string("Data Engineer"))])
                == "Data Engineer, Berlin"
        )
        #expect(text("job_post", []) == "job post")
        #expect(
            text("tech_change", [("technology", .string("Kafka")), ("change", .string("added"))])
                == "added Kafka"
        )
        #expect(text("tech_change", [("technology", .string("Kafka"))]) == "Kafka")
        #expect(text("engagement", [("page", .string("/pricing"))]) == "viewed /pricing")
        #expect(
            text("engagement", [("action", .string("page_view")), ("page", .string("/pricing"))])
                == "viewed /pricing"
        )
        #expect(
            text("engagement", [("action", .string("downloaded")), ("content", .string("Kafka guide"))])
                == "downloaded Kafka guide"
        )
        #expect(text("engagement", [("action", .string("demo_request"))]) == "demo request")
        #expect(text("engagement", []) == "engagement")
        #expect(text("layoffs", [("headcount", .number(120))]) == "laid off 120")
        #expect(text("layoffs", [("headcount", .number(1200))]) == "laid off 1,200")
        #expect(text("layoffs", [("headcount", .number(1_234_567))]) == "laid off 1,234,567")
        #expect(text("layoffs", []) == "layoffs")
    }

    @Test func `other kinds are named with what tells most`() {
        #expect(
            text("leadership_change", [("name", .string("Jane Doe")), ("title", .string("New CTO"))])
                == "leadership change: New CTO"
        )
        #expect(text("ipo", [("headcount", .number(3))]) == "ipo")
    }

    @Test func `control characters become spaces`() {
        #expect(text("job_post", [("title", .string("a\u{1b}[31m\nb\u{9b}c"))]) == "a [31m b c")
    }

    @Test func `four attributes are kept, texts cut between scalars, lists as one text`() {
        let long = String(repeating: "é", count: 41)
        let detail = detail(
            of: Signal(
                kind: "k",
                attributes: [
                    Attribute("location", .string("Berlin")), Attribute("topic", .strings(["a", "b"])),
                    Attribute("title", .string("x" + long)), Attribute("amount_usd", .number(1)),
                    Attribute("other", .string("never")), Attribute("round", .boolean(true)),
                ]
            )
        )
        #expect(
            detail.attributes == [
                Attribute("round", .boolean(true)), Attribute("amount_usd", .number(1)),
                Attribute("title", .string("x" + String(repeating: "é", count: 39))),
                Attribute("topic", .string("a, b")),
            ]
        )
    }
}
