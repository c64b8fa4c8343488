// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Scoring

extension IdealCustomerProfile {
    init(_ mapping: ConfigurationMapping) {
        self.init(
            criteria: mapping.optional("criteria")?.list(atMost: 100)?.compactMap(Criterion.init(_:)) ?? [],
            disqualify: mapping.optional("disqualify")?.list(atMost: 100)?.compactMap(Condition.init(_:))
                ?? []
        )
    }
}

extension IdealCustomerProfile.Criterion {
    init?(_ value: ConfigurationValue) {
        guard let mapping = value.mapping() else { return nil }
        let field = mapping.required("field")?.fieldName()
        let test = FieldTest(mapping, allowingSoftEdges: true)
        let weight = mapping.optional("weight")?.positiveNumber(upTo: ScoringModel.maximumPoints) ?? 1
        let unknown = mapping.optional("unknown")?.number(in: 0...1) ?? 0.5
        guard let field, let test else { return nil }
        self.init(field: field, test: test, weight: weight, unknown: unknown)
    }
}
