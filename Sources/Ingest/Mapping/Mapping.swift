// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import JSON

/// How the records of a topic become canonical events.
///
/// Made once, of a preset or a file, and then applied to each record; it holds everything in the form in which it
/// is used.
public struct Mapping: Hashable, Sendable {
    /// What the records are.
    public enum Format: Hashable, Sendable {
        /// JSON that rules explain.
        case json(each: [JSONPointer], rules: [MappingRule])
        /// Canonical events as CloudEvents, structured or binary; they need no rules.
        case cloudEvents
    }

    /// The mapping's name: that of the preset or of the file.
    public var name: String
    /// What the records are.
    ///
    /// With `each`, a record fans out: the first pointer leads to a list in the record, the next to a list in each
    /// of its elements, and so on; rules are applied to each of the innermost elements. What is no list counts as a
    /// list of itself. All rules whose conditions hold are applied, in their order.
    public var format: Format

    /// A mapping.
    public init(name: String, format: Format) {
        self.name = name
        self.format = format
    }

    /// Whether persons come by e-mail address, for which a person key must be configured.
    public var needsPersonKey: Bool {
        guard case .json(_, let rules) = format else { return false }
        return rules.contains { rule in
            guard case .emit(let template, _) = rule.action, case .signal(let signal) = template.payload
            else {
                return false
            }
            return signal.personIsEmail
        }
    }
}
