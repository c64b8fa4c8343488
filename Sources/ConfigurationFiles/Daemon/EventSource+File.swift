// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

extension EventSource {
    /// The `sources` of a daemon file.
    static func sources(
        _ root: ConfigurationMapping,
        applicationID: String,
        surroundings: ConfigurationSurroundings
    ) -> [EventSource] {
        guard let values = root.required("sources")?.list(atMost: 1000) else { return [] }
        var topics: Set<String> = []
        return values.compactMap { value in
            guard let mapping = value.mapping() else { return nil }
            let topic = mapping.required("topic")?.kafkaName(atMost: 249)
            let start = mapping.optional("from").map { Self.start($0) } ?? .earliest
            let named = mapping.optional("mapping")
            let reference = named.map { Self.mapping($0, surroundings) } ?? .canonical
            guard let topic, let start, let reference else { return nil }
            if !topics.insert(topic).inserted {
                mapping.refuse("topic", "is given twice")
            }
            if topic.hasPrefix("\(applicationID).") {
                mapping.refuse("topic", "is one of hotlist's own topics (`\(applicationID).…`)")
            }
            return EventSource(
                topic: topic,
                mapping: reference,
                start: start,
                place: named?.place ?? value.place
            )
        }
    }

    private static func start(_ value: ConfigurationValue) -> Start? {
        guard let text = value.text() else { return nil }
        if text == "earliest" { return .earliest }
        if text == "latest" { return .latest }
        guard let timestamp = Timestamp(rfc3339: text) else {
            value.refuse(
                "must be `earliest`, `latest` or a time such as `2026-11-20T09:00:00Z`\(value.butIs)",
                suggestion: SpellingSuggestion.best(for: text, among: ["earliest", "latest"])
            )
            return nil
        }
        return .timestamp(timestamp)
    }

    private static func mapping(_ value: ConfigurationValue, _ surroundings: ConfigurationSurroundings)
        -> Mapping?
    {
        guard let text = value.text() else { return nil }
        if text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml") {
            return .file(surroundings.resolved(text))
        }
        guard ConfigurationValue.isName(text) else {
            value.refuse("must be a preset's name or a path that ends in `.yaml`\(value.butIs)")
            return nil
        }
        return .preset(text)
    }
}
