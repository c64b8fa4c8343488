// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON
public import Ranking
public import Scoring

/// An explanation in JSON, as `hotlist explain --format json` and `/v1/accounts/{id}` give it.
///
/// Numbers are those of the formula, not rounded, so that it can be computed again from them; `urgency` alone is the
/// published one. docs/replay.md lists the members.
public struct ExplanationDocument {
    private let explanation: Explanation
    private let verdicts: [QueueVerdict]
    private let model: Model
    private let published: [PublishedPlaces.Place]?
    private var writer = JSONWriter(capacity: 4096)

    private init(
        _ explanation: Explanation,
        _ verdicts: [QueueVerdict],
        _ model: Model,
        _ published: [PublishedPlaces.Place]?
    ) {
        self.explanation = explanation
        self.verdicts = verdicts
        self.model = model
        self.published = published
    }

    /// The bytes of the document.
    ///
    /// - Parameters:
    ///   - explanation: the terms of the account's score.
    ///   - verdicts: why it is or is not in each queue.
    ///   - model: the model that both were made with.
    ///   - published: where it stood on published lists; nil if that was not looked up.
    /// - Returns: JSON.
    public static func encoded(
        _ explanation: Explanation,
        verdicts: [QueueVerdict],
        model: Model,
        published: [PublishedPlaces.Place]? = nil
    ) -> [UInt8] {
        var document = ExplanationDocument(explanation, verdicts, model, published)
        document.write()
        return document.writer.bytes
    }

    private mutating func write() {
        writer.beginObject()
        text("account", explanation.account.domain)
        if case .string(let name) = explanation.profile[field: "name"] { text("name", name) }
        text("as_of", explanation.time.description)
        text("model", model.digest)
        number("urgency", Double(explanation.score.urgency) / 100)
        text("grade", explanation.score.grade.description)
        integer("counted_signals", explanation.score.signals)
        time("last_signal_at", explanation.score.latestSignal)
        if let account = explanation.supersededBy { text("superseded_by", account.domain) }
        array("queues", verdicts) { $0.queue($1) }
        if let published { array("published", published) { $0.place($1) } }
        writer.key("formula")
        writeFormula()
        array("criteria", explanation.criteria) { $0.criterion($1) }
        array("disqualifiers", explanation.disqualifiers) { $0.disqualifier($1) }
        integer("evicted_signals", explanation.evictedSignals)
        array("signals", explanation.signals) { $0.signal($1) }
        array("persons", explanation.committee) { $0.person($1) }
        array("dispositions", explanation.dispositions) { $0.disposition($1) }
        writer.key("profile")
        writer.beginObject()
        for field in explanation.profile.attributes {
            writer.key(field.name)
            value(field.value)
        }
        writer.endObject()
        writer.endObject()
    }

    private mutating func writeFormula() {
        let scoring = model.scoring
        writer.beginObject()
        array("kinds", explanation.kinds) { $0.kind($1) }
        number("points", explanation.pointsSum)
        writer.key("convergence")
        writer.beginObject()
        integer("kinds", explanation.convergingKinds)
        number("bonus", scoring.convergence.bonus)
        number("threshold", scoring.convergence.threshold)
        number("factor", explanation.convergenceFactor)
        writer.endObject()
        writer.key("committee")
        writer.beginObject()
        integer("persons", explanation.persons)
        number("bonus", scoring.committee.bonus)
        integer("window_ms", Int(scoring.committee.window))
        integer("limit", scoring.committee.limit)
        number("factor", explanation.committeeFactor)
        writer.endObject()
        number("intent", explanation.intent)
        number("saturation", explanation.saturation)
        number("heat", explanation.heat)
        number("fit", explanation.fit.value)
        number("fit_floor", explanation.fitFloor)
        number("urgency", explanation.exactUrgency)
        writer.endObject()
    }

    private mutating func queue(_ verdict: QueueVerdict) {
        writer.beginObject()
        text("queue", verdict.queue)
        text("list", verdict.list.text)
        boolean("eligible", verdict.ineligibilities.isEmpty)
        if let rank = verdict.rank { integer("rank", rank) }
        array("against", verdict.ineligibilities) { $0.writer.string($1.description) }
        writer.endObject()
    }

    private mutating func kind(_ kind: Explanation.Kind) {
        writer.beginObject()
        text("kind", kind.kind.name)
        number("weight", kind.kind.weight)
        number("cap", kind.kind.cap)
        integer("half_life_ms", Int(kind.kind.halfLife))
        integer("counted", kind.accumulator.counted)
        number("sum", kind.accumulator.sum)
        integer("landmark", Int(kind.accumulator.landmark))
        number("level", kind.level)
        number("points", kind.points)
        boolean("converges", kind.converges)
        writer.endObject()
    }

    private mutating func place(_ place: PublishedPlaces.Place) {
        writer.beginObject()
        text("list", place.list.text)
        boolean("known", place.sequence != nil)
        if let sequence = place.sequence, let rank = place.rank {
            integer("rank", rank)
            integer("accounts", place.count)
            integer("sequence", Int(sequence))
            time("as_of", place.asOf)
        }
        writer.endObject()
    }

    private mutating func signal(_ signal: Explanation.Signal) {
        writer.beginObject()
        text("kind", signal.kind)
        text("text", ReasonText.render(kind: signal.kind, detail: signal.signal.detail))
        text("id", signal.signal.id)
        text("at", signal.signal.time.description)
        integer("age_ms", Int(signal.age))
        text("status", signal.signal.status.description)
        number("strength", signal.signal.strength)
        number("contribution", signal.contribution)
        number("points", signal.points)
        integer("offset", Int(signal.signal.offset))
        if let person = signal.signal.person { text("person", Self.hexadecimal(person)) }
        writer.endObject()
    }

    private mutating func criterion(_ criterion: Explanation.Criterion) {
        writer.beginObject()
        text("field", criterion.criterion.field)
        text("test", criterion.criterion.test.description)
        optional("value", criterion.value)
        number("weight", criterion.criterion.weight)
        number("unknown", criterion.criterion.unknown)
        number("score", criterion.score)
        writer.endObject()
    }

    private mutating func disqualifier(_ disqualifier: Explanation.Disqualifier) {
        writer.beginObject()
        text("field", disqualifier.condition.field)
        text("test", disqualifier.condition.test.description)
        optional("value", disqualifier.value)
        boolean("holds", disqualifier.holds)
        writer.endObject()
    }

    private mutating func person(_ person: Explanation.Person) {
        writer.beginObject()
        text("person", Self.hexadecimal(person.person))
        time("last_seen", person.lastSeen)
        boolean("within_window", person.isWithinWindow)
        writer.endObject()
    }

    private mutating func disposition(_ record: DispositionRecord) {
        writer.beginObject()
        text("action", record.disposition.action.rawValue)
        if let queue = record.disposition.queue { text("queue", queue) }
        if let until = record.disposition.until { time("until", until) }
        if let by = record.disposition.by { text("by", by) }
        time("at", record.stamp.time)
        writer.endObject()
    }

    private mutating func array<Element>(
        _ name: String,
        _ elements: [Element],
        _ write: (inout ExplanationDocument, Element) -> Void
    ) {
        writer.key(name)
        writer.beginArray()
        for element in elements { write(&self, element) }
        writer.endArray()
    }

    private mutating func text(_ name: String, _ text: String) {
        writer.key(name)
        writer.string(text)
    }

    private mutating func number(_ name: String, _ number: Double) {
        writer.key(name)
        writer.number(number)
    }

    private mutating func integer(_ name: String, _ integer: Int) {
        writer.key(name)
        writer.integer(Int64(integer))
    }

    private mutating func boolean(_ name: String, _ boolean: Bool) {
        writer.key(name)
        writer.boolean(boolean)
    }

    private mutating func time(_ name: String, _ time: Timestamp?) {
        writer.key(name)
        if let time { writer.string(time.description) } else { writer.null() }
    }

    private mutating func optional(_ name: String, _ value: AttributeValue?) {
        writer.key(name)
        if let value { self.value(value) } else { writer.null() }
    }

    private mutating func value(_ value: AttributeValue) {
        switch value {
        case .string(let text): writer.string(text)
        case .number(let number): writer.number(number)
        case .boolean(let boolean): writer.boolean(boolean)
        case .strings(let words):
            writer.beginArray()
            for word in words { writer.string(word) }
            writer.endArray()
        }
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
