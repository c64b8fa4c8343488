// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Ranking
internal import Scoring

extension Queue {
    /// The most accounts that a list may hold.
    static let maximumSize = 10_000
    /// The most queues that a model may ask for.
    static let maximumQueues = 200

    /// The queues of a model file.
    static func queues(_ root: ConfigurationMapping, scoring: ScoringModel) -> [Queue] {
        guard let values = root.required("queues")?.list(atMost: maximumQueues) else { return [] }
        let kinds = Set(root.optional("kinds")?.node.keys ?? [])
        var names: Set<String> = []
        return values.compactMap { value in
            guard let mapping = value.mapping() else { return nil }
            let queue = Queue(mapping, kinds: kinds, committee: scoring.committee)
            if let name = queue?.name, !names.insert(name).inserted {
                mapping.refuse("name", "is the name of two queues")
            }
            return queue
        }
    }

    private init?(_ mapping: ConfigurationMapping, kinds: Set<String>, committee: Committee) {
        let name = mapping.required("name")?.queueName()
        let conditions = mapping.optional("where")?.list(atMost: 100)?.compactMap { value in
            let condition = Condition(value)
            condition?.refuseWhatCannotBe(value, kinds: kinds)
            return condition
        }
        let size = mapping.required("size")?.integer(in: 1...Self.maximumSize)
        let urgency = mapping.optional("min_urgency")?.number(in: 0...100) ?? 0
        let require = mapping.optional("require")?.mapping().map {
            Requirements($0, committee: committee)
        }
        let suppress = mapping.optional("suppress")?.mapping().map(Suppression.init(_:))
        let partitionBy = mapping.optional("partition_by")?.fieldName()
        let hysteresis = mapping.optional("hysteresis")?.number(in: 0...10) ?? 0
        guard let name, let size else { return nil }
        self.init(
            name: name,
            conditions: conditions ?? [],
            size: size,
            minimumUrgency: Int((100 * urgency + 0.5).rounded(.down)),
            require: require ?? Requirements(),
            suppress: suppress ?? Suppression(),
            partitionBy: partitionBy,
            hysteresis: hysteresis
        )
    }
}

extension Queue.Requirements {
    fileprivate init(_ mapping: ConfigurationMapping, committee: Committee) {
        self.init(
            signals: mapping.optional("signals")?.integer(in: 0...1_000_000) ?? 0,
            persons: mapping.optional("persons")?.integer(in: 0...1_000_000) ?? 0,
            reachableContacts: mapping.optional("reachable_contacts")?.integer(in: 0...1_000_000) ?? 0
        )
        if persons > committee.limit {
            mapping.refuse(
                "persons",
                "can never be met: an account keeps `committee.limit` = \(committee.limit) persons"
            )
        }
    }
}

extension Queue.Suppression {
    fileprivate init(_ mapping: ConfigurationMapping) {
        self.init(
            stages: mapping.optional("stages")?.words() ?? [],
            flags: mapping.optional("flags")?.words() ?? []
        )
    }
}

extension Condition {
    /// Refuses grades and kinds that no account can have.
    fileprivate func refuseWhatCannotBe(_ value: ConfigurationValue, kinds: Set<String>) {
        let words: [String]
        switch test {
        case .isIn(let values):
            words = values.compactMap { value in
                guard case .string(let text) = value else { return nil }
                return text
            }
        case .hasAny(let texts), .hasAll(let texts): words = texts
        case .range: words = []
        }
        switch field {
        case "grade":
            let grades = Set((0..<16).map { Grade(fit: UInt8($0 / 4), heat: UInt8($0 % 4)).description })
            for word in words where !grades.contains(word.uppercased()) {
                value.refuse("asks for the grade `\(word)`; grades are A1 to D4")
            }
        case "signal_kinds":
            for word in words where !kinds.contains(word.lowercased()) {
                value.refuse(
                    "asks for signals of the kind `\(word)`, which the model does not declare",
                    suggestion: SpellingSuggestion.best(for: word, among: kinds)
                )
            }
        default: break
        }
    }
}

extension ConfigurationValue {
    fileprivate func queueName() -> String? {
        guard let text = text() else { return nil }
        let letters = (UInt8(ascii: "a")...UInt8(ascii: "z"))
        let digits = (UInt8(ascii: "0")...UInt8(ascii: "9"))
        let fits = text.utf8.allSatisfy {
            letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-")
        }
        guard fits, text.utf8.count <= 64 else {
            refuse("is not a name for a queue: use a-z, 0-9 and `-`, at most 64")
            return nil
        }
        return text
    }
}
