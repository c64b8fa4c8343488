// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a reason says of a signal whose kind has no words of its own.
enum ReferenceReason {
    /// The attributes that a reason may be made of, the most telling first.
    private static let telling = [
        "round", "amount_usd", "title", "technology", "change", "action", "page", "topic", "content",
        "summary", "headcount", "name", "location",
    ]

    /// The kind, and the first of the four most telling attributes that is a text.
    static func text(_ kind: String, _ attributes: [ReferenceEvent.Attribute]) -> String {
        let name = String(kind.map { $0 == "_" || $0 == "-" ? " " : $0 })
        let kept = telling.compactMap { name in attributes.first { $0.name == name }?.value }.prefix(4)
        for value in kept {
            if case .text(let text) = value, !text.isEmpty { return "\(name): \(text)" }
        }
        return name
    }
}
