// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

package import Events
package import Ranking
package import ReferenceModel
package import Scoring

extension ReferenceRules {
    /// The rules of a model, whose values it takes over as they are.
    package init(_ model: Model) {
        self.init(model.scoring, queues: model.queues)
    }

    /// The rules of a scoring model, with these queues.
    package init(_ model: ScoringModel, queues: [Ranking.Queue] = []) {
        self.init(
            kinds: model.kinds.map(Kind.init),
            convergenceBonus: model.convergence.bonus,
            convergenceThreshold: model.convergence.threshold,
            committeeBonus: model.committee.bonus,
            committeeWindow: model.committee.window,
            committeeLimit: model.committee.limit,
            saturation: model.saturation,
            fitFloor: model.fitFloor,
            criteria: model.idealCustomer.criteria.map { criterion in
                Criterion(
                    field: criterion.field,
                    test: Test(criterion.test),
                    weight: criterion.weight,
                    unknown: criterion.unknown
                )
            },
            disqualify: model.idealCustomer.disqualify.map(Condition.init),
            fitGrades: model.grades.fit,
            heatGrades: model.grades.heat,
            accountMemory: model.accountMemory,
            queues: queues.map(Queue.init)
        )
    }
}

extension ReferenceRules.Kind {
    fileprivate init(_ kind: SignalKind) {
        self.init(
            name: kind.name,
            weight: kind.weight,
            halfLife: kind.halfLife,
            cap: kind.cap,
            curve: kind.curve.map { curve in
                Curve(
                    field: curve.field,
                    isLogarithmic: curve.scale == .log,
                    low: curve.low,
                    high: curve.high,
                    floor: curve.floor
                )
            },
            boosts: kind.boosts.map { Boost(field: $0.field, words: $0.matchesAny, times: $0.times) },
            collapseWindow: kind.collapse?.window,
            collapseBy: kind.collapse?.by ?? [],
            perPersonPerDay: kind.perPersonPerDay
        )
    }
}

extension ReferenceRules.Queue {
    fileprivate init(_ queue: Ranking.Queue) {
        self.init(
            name: queue.name,
            conditions: queue.conditions.map(ReferenceRules.Condition.init),
            size: queue.size,
            minimumUrgency: queue.minimumUrgency,
            signals: queue.require.signals,
            persons: queue.require.persons,
            reachableContacts: queue.require.reachableContacts,
            suppressedStages: queue.suppress.stages,
            suppressedFlags: queue.suppress.flags,
            partitionBy: queue.partitionBy,
            hysteresis: queue.hysteresis
        )
    }
}

extension ReferenceRules.Condition {
    fileprivate init(_ condition: Scoring.Condition) {
        self.init(
            field: condition.field,
            test: ReferenceRules.Test(condition.test),
            unknown: condition.unknown
        )
    }
}

extension ReferenceRules.Test {
    fileprivate init(_ test: FieldTest) {
        switch test {
        case .isIn(let values): self = .isIn(values.map(ReferenceValue.init))
        case .range(let low, let high, let softLow, let softHigh):
            self = .range(low: low, high: high, softLow: softLow, softHigh: softHigh)
        case .hasAny(let words): self = .hasAny(words)
        case .hasAll(let words): self = .hasAll(words)
        }
    }
}

extension ReferenceValue {
    /// The same value.
    package init(_ value: AttributeValue) {
        switch value {
        case .string(let text): self = .text(text)
        case .number(let number): self = .number(number)
        case .boolean(let flag): self = .flag(flag)
        case .strings(let texts): self = .texts(texts)
        }
    }
}
