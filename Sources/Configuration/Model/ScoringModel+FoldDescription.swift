// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Scoring

extension ScoringModel {
    /// Stand-in.
    var foldDescription: [UInt8] {
        Array(
            "\(kinds.map { ($0.name, $0.halfLife, $0.curve, $0.boosts, $0.collapse, $0.perPersonPerDay) }) \(committee) \(accountMemory)"
                .utf8
        )
    }
}
