// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The formula from the levels of the kinds to the urgency, one method for each of its steps.
extension ScoringModel {
    /// S: the points of a kind whose contributions sum to `level`; below 0 for a kind that dampens.
    func points(of kind: SignalKind, level: Double) -> Double {
        if kind.weight > 0 {
            kind.cap * (1 - Exponential.exp(-(kind.weight * level) / kind.cap))
        } else {
            -(kind.cap * (1 - Exponential.exp((kind.weight * level) / kind.cap)))
        }
    }

    /// C: the factor for `kinds` kinds of at least the threshold.
    func convergenceFactor(kinds: Int) -> Double {
        1 + convergence.bonus * Double(max(0, kinds - 1))
    }

    /// I: the intent from the sum of the kinds' points.
    func intent(sum: Double, convergence: Double, committee: Double) -> Double {
        (sum > 0 ? sum : 0) * convergence * committee
    }

    /// H: the heat, 0…100.
    func heat(intent: Double) -> Double {
        100 * (1 - Exponential.exp(-intent / saturation))
    }

    /// U: the urgency, 0…100, before it is rounded to hundredths.
    func urgency(heat: Double, fit: Double) -> Double {
        heat * (fitFloor + (1 - fitFloor) * fit)
    }
}

extension Committee {
    /// B: the factor for `persons` persons.
    func factor(persons: Int) -> Double {
        1 + bonus * Double(min(max(0, persons - 1), limit - 1))
    }
}
