// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
package import Ingest
import JSON
package import Pipeline
package import Ranking
import Scoring

/// The configuration of simulated deployments: small lists and quick decay, so that everything moves.
package enum SimulatedModel {
    package static let model = Model(
        digest: "sha256:simulated",
        foldFingerprint: "sha256:fold",
        scoring: ScoringModel(
            kinds: [
                SignalKind(name: "visit", weight: 6, halfLife: 20_000, cap: 30, perPersonPerDay: 6),
                SignalKind(
                    name: "round",
                    weight: 20,
                    halfLife: 40_000,
                    cap: 60,
                    collapse: .init(window: 10_000, by: ["round"])
                ),
                SignalKind(name: "layoffs", weight: -10, halfLife: 30_000, cap: 40),
            ],
            committee: Committee(bonus: 0.1, window: 30_000, limit: 4),
            idealCustomer: IdealCustomerProfile(
                criteria: [.init(field: "industry", test: .isIn([.string("software")]), weight: 1)],
                disqualify: [.init(field: "flags", test: .hasAny(["competitor"]))]
            ),
            accountMemory: 24
        ),
        queues: [
            Queue(name: "all", size: 5),
            Queue(name: "owned", size: 3, minimumUrgency: 500, partitionBy: "owner"),
            Queue(name: "sticky", size: 4, require: .init(signals: 2), hysteresis: 0.15),
        ]
    )

    package static let policy = PublishPolicy(delta: 200, refreshInterval: 2_000)
    package static let maximumClockSkew: Int64 = 3_000
    package static let events = "vendor.events"
    package static let companies = "vendor.companies"

    package static func rankSettings(
        transactionBytes: Int = 2_500,
        cache: StateCacheIdentity? = nil
    ) -> RankSettings {
        RankSettings(
            publishInterval: 100,
            policy: policy,
            maximumClockSkew: maximumClockSkew,
            checkpointInterval: 700,
            transactionBytes: transactionBytes,
            keepsFor: 4_000,
            recordsReadAgain: 5,
            cacheBytes: 600,
            cache: cache
        )
    }

    package static let resolver: AccountResolver? = PublicSuffixList.builtIn().map(AccountResolver.init)

    /// Canonical events, and companies that teach which account an id of theirs means.
    package static func mappings() throws -> [String: Mapping] {
        let id = try FieldExpression([.pointer(JSONPointer("/crm_id"), level: 0)], conversion: .text)
        let domain = try FieldExpression([.pointer(JSONPointer("/domain"), level: 0)])
        let teaches = MappingRule(
            action: .teach(
                source: FieldExpression([.constant(.string("companies"))]),
                account: AccountExpression([.init(.domain, domain)])
            ),
            aliases: [AliasExpression(namespace: "crm", id)]
        )
        return [
            events: Mapping(name: "events", format: .cloudEvents),
            companies: Mapping(name: "companies", format: .json(each: [], rules: [teaches])),
        ]
    }

    package static func ingestor() throws -> Ingestor {
        struct NoPublicSuffixes: Error {}
        guard let resolver else { throw NoPublicSuffixes() }
        return try Ingestor(mappings: mappings(), resolver: resolver, clockSkew: maximumClockSkew)
    }
}
