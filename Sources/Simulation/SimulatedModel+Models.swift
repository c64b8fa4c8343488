// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

package import Events
package import Pipeline
package import Ranking
import Scoring

/// The models that a simulated deployment may be given, one after the other.
extension SimulatedModel {
    /// Scores otherwise and has other queues than `model`, but folds as it does.
    package static let rescored = Model(
        digest: "sha256:rescored",
        foldFingerprint: model.foldFingerprint,
        scoring: rescoring(of: model.scoring),
        queues: [
            Queue(name: "all", size: 3, hysteresis: 0.1),
            Queue(name: "owned", size: 6),
            Queue(name: "fresh", size: 4, minimumUrgency: 100, partitionBy: "industry"),
        ]
    )

    /// Folds otherwise than `model`: other half-lives, other kinds, another memory.
    package static let refolded = Model(
        digest: "sha256:refolded",
        foldFingerprint: "sha256:other-fold",
        scoring: ScoringModel(
            kinds: [
                SignalKind(name: "visit", weight: 6, halfLife: 35_000, cap: 30, perPersonPerDay: 3),
                SignalKind(name: "round", weight: 20, halfLife: 25_000, cap: 60),
                SignalKind(name: "unheard-of", weight: 12, halfLife: 20_000, cap: 40),
            ],
            committee: Committee(bonus: 0.1, window: 30_000, limit: 3),
            idealCustomer: model.scoring.idealCustomer,
            accountMemory: 10
        ),
        queues: model.queues
    )

    /// Folds as `refolded` and has the queues of `rescored`.
    package static let changed = Model(
        digest: "sha256:changed",
        foldFingerprint: refolded.foldFingerprint,
        scoring: rescoring(of: refolded.scoring),
        queues: rescored.queues
    )

    /// All models that can be read; a document is a model's digest.
    package static let models = [model, rescored, refolded, changed]

    /// The model of a digest.
    package static func model(_ digest: String) -> Model? {
        models.first { $0.digest == digest }
    }

    private static func rescoring(of scoring: ScoringModel) -> ScoringModel {
        var scoring = scoring
        scoring.kinds = scoring.kinds.map { kind in
            var kind = kind
            kind.weight = kind.weight > 0 ? kind.weight + 7 : kind.weight
            return kind
        }
        scoring.saturation = 45
        scoring.idealCustomer = IdealCustomerProfile(
            criteria: [.init(field: "industry", test: .isIn([.string("retail")]), weight: 2)]
        )
        return scoring
    }

    /// Makes models of documents.
    package static let readModel: ModelReader = { document in
        let digest = String(decoding: document, as: UTF8.self)
        guard let model = model(digest) else {
            return .failure(UnreadableModel("'\(digest)' is no model of the simulation"))
        }
        return .success(model)
    }

    /// The records that activate a model.
    package static func activation(of model: Model, sequence: Int64, at time: Timestamp) -> [OutgoingRecord] {
        activation(ofDigest: model.digest, sequence: sequence, at: time)
    }

    /// The records that activate a model, whether or not it can be read.
    package static func activation(
        ofDigest digest: String,
        sequence: Int64,
        at time: Timestamp
    ) -> [OutgoingRecord] {
        let names = SimulatedDeployment.names
        func record(_ key: ModelKey, _ value: [UInt8]) -> OutgoingRecord {
            OutgoingRecord(topic: names.models, partition: 0, key: Array(key.description.utf8), value: value)
        }
        let activation = ModelActivation(sequence: sequence, model: digest, at: time)
        return [
            record(.document(digest: digest), Array(digest.utf8)),
            record(.active, activation.encoded()),
        ]
    }
}
