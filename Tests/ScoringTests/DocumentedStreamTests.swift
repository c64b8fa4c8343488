// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

/// The worked stream of docs/scoring.md, whose bits come from a second implementation of that page.
@Suite struct DocumentedStreamTests {
    private func events() throws -> [Event] {
        func event(_ id: String, _ time: String, _ payload: Payload) throws -> Event {
            let time = try #require(Timestamp(rfc3339: time))
            return Event(
                id: id,
                source: "doc",
                account: acme,
                time: time,
                recordedTime: time,
                payload: payload
            )
        }
        func view(_ person: String) -> Payload {
            .signal(
                Signal(
                    kind: "engagement",
                    attributes: [Attribute("page", .string("/pricing"))],
                    person: person
                )
            )
        }
        let profile = ProfileChange(set: [
            .init(field: "industry", value: .string("Software")),
            .init(field: "employees", value: .number(125)),
        ])
        let title = [Attribute("title", .string("Data Platform Engineer"))]
        let earlier = round("Series_B", amount: 10_000_000)
        return [
            try event("p1", "2026-11-01T00:00:00Z", .account(profile)),
            try event("f1", "2026-11-18T14:03:21Z", .signal(Signal(kind: "funding", attributes: round()))),
            try event("e1", "2026-11-19T10:00:00Z", view("ann")),
            try event("e2", "2026-11-19T10:05:00Z", view("ann")),
            try event("e3", "2026-11-19T10:10:00Z", view("ann")),
            try event("e4", "2026-11-19T10:15:00Z", view("ann")),
            try event("j1", "2026-11-10T08:00:00Z", .signal(Signal(kind: "job_post", attributes: title))),
            try event("f2", "2026-11-16T08:00:00Z", .signal(Signal(kind: "funding", attributes: earlier))),
            try event("l1", "2026-11-15T12:00:00Z", .signal(Signal(kind: "layoffs"))),
            try event("e5", "2026-11-20T08:59:59.999Z", view("bob")),
            try event("r1", "2026-11-20T08:00:00Z", .retract(Retraction(source: "doc", id: "e1"))),
        ]
    }

    @Test func `every bit is as documented`() throws {
        var journal = Journal(exampleModel())
        let effects = try events().map { journal.append($0).effect }
        #expect(
            effects == [
                .profileChanged, .counted, .counted, .counted, .counted, .overCap, .counted, .collapsed,
                .counted,
                .counted, .retracted,
            ]
        )
        let accumulators = [
            Accumulator(sum: 0x1.118f587e8a7c4p+2, landmark: 2968, counted: 4),
            Accumulator(sum: 0x1.76027a4fb3b83p+0, landmark: 461, counted: 1),
            Accumulator(sum: 0x1.e4984090670cfp+1, landmark: 988, counted: 1),
            Accumulator(sum: 0x1.27c531c0696cap+0, landmark: 346, counted: 1), Accumulator(),
        ]
        #expect(journal.state.accumulators == accumulators)
        let score = journal.score()
        #expect(
            score.intent == [
                0x1.6790372132a53p+3, 0x1.aca8e41262c5ep+4, 0x1.f00238083bad1p+2, -0x1.5a4904b82743cp+4, 0,
            ]
        )
        #expect(score.heat == 0x1.116655ee927d3p+6)
        #expect(score.fit == 0x1.5075075075075p-1)
        #expect(score.urgency == 4726)
        #expect(score.grade.description == "B2")
        #expect(score.persons == 2)
        #expect(score.signals == 7)
        let explanation = try #require(journal.table.explanation(of: acme, at: Timestamp(milliseconds: now)))
        #expect(explanation.intent == 0x1.141a6c24418fbp+5)
        #expect(explanation.exactUrgency == 0x1.7a12a2b7a0268p+5)
        let reasons = journal.table.reasons(at: 0, asOf: Timestamp(milliseconds: now))
        #expect(reasons.map(\.points) == [0x1.aca8e41262c5ep+4, 0x1.f00238083bad1p+2, 0x1.818fc41851808p+1])
        #expect(
            reasons.map { ReasonText.render(kind: $0.kind, detail: $0.detail) } == [
                "Series B, $42M", "Data Platform Engineer", "viewed /pricing",
            ]
        )
    }
}
