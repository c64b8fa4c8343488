// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Scoring

extension ScoringModel {
    /// The widest range of weights, caps and other points; far beyond what can make a difference in 0…100.
    static let maximumPoints = 1_000_000.0
    /// The longest half-life or window, in milliseconds: a hundred years.
    static let maximumTime: Int64 = 36_500 * 86_400_000
    /// The largest sensible share that a reward adds.
    static let maximumBonus = 10.0
    /// The most persons that an account may be asked to keep.
    static let maximumPersons = 100
    /// The most kinds that a model may declare.
    static let maximumKinds = 64

    /// The scoring part of a model file.
    init(_ root: ConfigurationMapping) {
        self.init(
            kinds: Self.kinds(root.required("kinds")),
            convergence: root.optional("convergence")?.mapping().map(Convergence.init(_:)) ?? Convergence(),
            committee: root.optional("committee")?.mapping().map(Committee.init(_:)) ?? Committee(),
            saturation: root.optional("saturation")?.positiveNumber(upTo: Self.maximumPoints) ?? 30,
            fitFloor: root.optional("fit_floor")?.number(in: 0...1) ?? 0.1,
            idealCustomer: root.optional("icp")?.mapping().map(IdealCustomerProfile.init(_:))
                ?? IdealCustomerProfile(),
            grades: root.optional("grades")?.mapping().map(GradeThresholds.init(_:)) ?? GradeThresholds(),
            accountMemory: root.optional("account_memory")?.integer(in: 1...Self.largestAccountMemory) ?? 512
        )
    }

    private static func kinds(_ value: ConfigurationValue?) -> [SignalKind] {
        guard let value, let members = value.mapping()?.all() else { return [] }
        if members.count > maximumKinds {
            value.refuse("declares \(members.count) kinds; the most are \(maximumKinds)")
        }
        let kinds = members.prefix(maximumKinds).compactMap { SignalKind(named: $0.key, $0.value) }
        // A kind that could not be read is a fault already.
        if kinds.count == members.count, !kinds.contains(where: { $0.weight > 0 }) {
            value.refuse("must declare a kind with a weight above 0, or nothing can ever be urgent")
        }
        return kinds
    }
}

extension Convergence {
    init(_ mapping: ConfigurationMapping) {
        let defaults = Convergence()
        self.init(
            bonus: mapping.optional("bonus")?.number(in: 0...ScoringModel.maximumBonus) ?? defaults.bonus,
            threshold: mapping.optional("threshold")?.positiveNumber(upTo: ScoringModel.maximumPoints)
                ?? defaults.threshold
        )
    }
}

extension Committee {
    init(_ mapping: ConfigurationMapping) {
        let defaults = Committee()
        self.init(
            bonus: mapping.optional("bonus")?.number(in: 0...ScoringModel.maximumBonus) ?? defaults.bonus,
            window: mapping.optional("window")?.duration(in: 60_000...ScoringModel.maximumTime)
                ?? defaults.window,
            limit: mapping.optional("limit")?.integer(in: 1...ScoringModel.maximumPersons) ?? defaults.limit
        )
    }
}

extension GradeThresholds {
    init(_ mapping: ConfigurationMapping) {
        let defaults = GradeThresholds()
        self.init(
            fit: Self.thresholds(mapping.optional("fit"), ["A", "B", "C"], limit: 1) ?? defaults.fit,
            heat: Self.thresholds(mapping.optional("heat"), ["1", "2", "3"], limit: 100) ?? defaults.heat
        )
    }

    /// Three thresholds, each below the one before; the highest may be `limit`.
    private static func thresholds(_ value: ConfigurationValue?, _ names: [String], limit: Double)
        -> [Double]?
    {
        guard let mapping = value?.mapping() else { return nil }
        let values = names.map { mapping.required($0)?.positiveNumber(upTo: limit) }
        for (index, name) in names.enumerated().dropFirst() {
            guard let better = values[index - 1], let own = values[index], own >= better else { continue }
            mapping.refuse(
                name,
                "must be below \(names[index - 1]), which begins at \(ConfigurationValue.shortest(better))"
            )
        }
        return values.map { $0 ?? 0 }
    }
}
