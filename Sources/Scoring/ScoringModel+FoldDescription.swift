// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension ScoringModel {
    /// A canonical text of exactly the parts that the fold depends on; its digest is the fold fingerprint.
    ///
    /// A model with another text needs its state built from the journal. Weights, caps, thresholds, τ, φ, grades and
    /// the ICP are not in it. The first line names the fold's rules themselves, which a later version may change.
    public var foldDescription: String {
        var lines = [
            "hotlist fold 2", "account_memory \(accountMemory)",
            "committee window \(committee.window) limit \(committee.limit)",
        ]
        for kind in kinds {
            lines.append("kind \(Self.quoted(kind.name)) half_life \(kind.halfLife)")
            if let curve = kind.curve {
                lines.append(
                    "  curve \(Self.quoted(curve.field)) \(curve.scale.rawValue) low \(curve.low) high \(curve.high)"
                        + " floor \(curve.floor)"
                )
            }
            for boost in kind.boosts {
                let words = boost.matchesAny.map { Self.quoted($0, folded: true) }.joined(separator: " ")
                lines.append("  boost \(Self.quoted(boost.field)) times \(boost.times) matches_any \(words)")
            }
            if let collapse = kind.collapse {
                let by = collapse.by.map { Self.quoted($0) }.joined(separator: " ")
                lines.append("  collapse window \(collapse.window) by \(by)")
            }
            if let limit = kind.perPersonPerDay { lines.append("  per_person_per_day \(limit)") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `text` behind its length in bytes, so that no text can be taken for two.
    private static func quoted(_ text: String, folded: Bool = false) -> String {
        let text = folded ? String(decoding: FoldedText.bytes(text), as: UTF8.self) : text
        return "\(text.utf8.count):\(text)"
    }
}
