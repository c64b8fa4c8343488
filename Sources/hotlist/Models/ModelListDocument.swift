// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ranking
import Scoring

/// The models of a deployment, for programs.
struct ModelListDocument: Encodable {
    struct Activation: Encodable {
        var model: String
        var sequence: Int64
        var activated_at: String
        var ready: [Int32]
        var ready_of: Int32
        var merged: [Int32]
        var merged_of: Int32
        var complete: Bool

        /// The activation of a status; nil where no model is active.
        init?(_ status: ModelStatus) {
            guard let activation = status.activation else { return nil }
            model = activation.model
            sequence = activation.sequence
            activated_at = activation.at.description
            ready = status.ready
            ready_of = status.journalPartitions
            merged = status.merged
            merged_of = status.queuePartitions
            complete = status.isComplete
        }
    }

    struct Entry: Encodable {
        var model: String
        var active: Bool
        var local: Bool
        var stored: Bool
        var bytes: Int
        var fold_fingerprint: String?
        var kinds: [String]?
        var queues: [String]?
        var fault: String?
    }

    var application_id: String
    var file: String
    var activation: Activation?
    var models: [Entry]
    var faults: [String]

    /// The document about a status.
    init(_ status: ModelStatus, _ setup: Setup, faults: [String]) {
        application_id = setup.daemon.applicationID
        file = setup.daemon.modelPath
        activation = Activation(status)
        models = status.rows.map { row in
            var entry = Entry(
                model: row.digest,
                active: row.isActive,
                local: row.isLocal,
                stored: row.isStored,
                bytes: row.document.count
            )
            switch row.model {
            case .success(let model):
                entry.fold_fingerprint = model.foldFingerprint
                entry.kinds = model.scoring.kinds.map(\.name)
                entry.queues = model.queues.map(\.name)
            case .failure(let fault):
                entry.fault = fault.reason
            }
            return entry
        }
        self.faults = faults
    }
}
