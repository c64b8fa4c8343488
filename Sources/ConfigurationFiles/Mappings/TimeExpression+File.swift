// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Ingest

extension TimeExpression {
    /// When something happened: a place, or a mapping that says the format, or a list of such to try in order.
    static func expression(_ value: ConfigurationValue) -> TimeExpression? {
        if case .list = value.node.content {
            let candidates = (value.list() ?? []).compactMap { Self.candidate($0) }
            return candidates.isEmpty ? nil : TimeExpression(candidates)
        }
        var notAfter: Candidate?
        let candidate = Self.candidate(value) { mapping in
            notAfter = mapping.optional("not_after").flatMap { Self.candidate($0) }
        }
        return candidate.map { TimeExpression([$0], notAfter: notAfter) }
    }

    private static func candidate(
        _ value: ConfigurationValue,
        _ more: (ConfigurationMapping) -> Void = { _ in }
    ) -> Candidate? {
        guard case .mapping = value.node.content else {
            let selectors = FieldSelector.selectors(value)
            return selectors.isEmpty ? nil : Candidate(selectors)
        }
        guard let mapping = value.mapping() else { return nil }
        more(mapping)
        let selectors = mapping.required("from").map(FieldSelector.selectors) ?? []
        var formats: [Format] = []
        if let names = mapping.optional("format") {
            let values: [ConfigurationValue]
            if case .list = names.node.content { values = names.list() ?? [] } else { values = [names] }
            formats = values.compactMap { $0.choice(of: FormatName.self)?.format }
        }
        let zone = mapping.optional("zone").flatMap { $0.text() }
        if let pattern = mapping.optional("pattern"), let text = pattern.text() {
            do throws(TimestampPatternError) {
                formats.append(.pattern(try TimestampPattern(text, zone: zone ?? "UTC")))
            } catch {
                pattern.refuse("\(error)")
            }
        } else if zone != nil {
            mapping.refuse("zone", "needs a `pattern`")
        }
        return selectors.isEmpty ? nil : Candidate(selectors, formats: formats.isEmpty ? [.rfc3339] : formats)
    }

    /// The formats that have a name.
    private enum FormatName: String, CaseIterable {
        case rfc3339, date
        case seconds = "epoch_s"
        case milliseconds = "epoch_ms"

        var format: Format {
            switch self {
            case .rfc3339: .rfc3339
            case .date: .date
            case .seconds: .epochSeconds
            case .milliseconds: .epochMilliseconds
            }
        }
    }
}
