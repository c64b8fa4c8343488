// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Scoring

/// The models of a deployment, for people.
struct ModelListText {
    let text: String

    /// The text about `status`, where `file` is the local model file.
    init(_ status: ModelStatus, file: String, now: Timestamp) {
        var table = TextTable(["model", "state", "kinds", "queues", "needs"])
        let active = status.active
        for row in status.rows {
            var states: [String] = []
            if let activation = status.activation, row.isActive {
                let age = AgeText.text(milliseconds: now.milliseconds - activation.at.milliseconds)
                states.append("active since \(activation.at) (\(age), activation \(activation.sequence))")
            }
            if row.isLocal { states.append("the local file") }
            if !row.isStored { states.append(row.isActive ? "its document is missing" : "not stored") }
            if states.isEmpty { states.append("stored") }
            var cells = [ModelStatus.short(row.digest), states.joined(separator: ", ")]
            switch row.model {
            case .success(let model):
                cells += [String(model.scoring.kinds.count), String(model.queues.count)]
            case .failure:
                cells += ["?", "?"]
            }
            cells.append(Self.needs(row, active))
            table.append(cells)
        }
        var text = table.text
        for row in status.rows {
            guard case .failure(let fault) = row.model else { continue }
            text += "\n\(ModelStatus.short(row.digest)) cannot be read by this version: \(fault.reason)\n"
        }
        if let activation = status.activation {
            let end = status.isComplete ? "complete" : status.progress
            text += "\nactivation \(activation.sequence) of \(ModelStatus.short(activation.model)): \(end)\n"
            if !status.rows.contains(where: { $0.isActive && $0.isLocal }) {
                text += """
                    The local file \(file) is not the active model: `hotlist model diff` shows the difference, \
                    `hotlist model activate` makes it the active one.

                    """
            }
        } else {
            text += "\nNo model is active: the first `hotlist run` activates its own, \(file).\n"
        }
        self.text = text
    }

    /// What going from the active model to this one needs.
    private static func needs(_ row: ModelStatus.Row, _ active: ModelStatus.Row?) -> String {
        guard let active, !row.isActive, case .success(let old) = active.model,
            case .success(let new) = row.model
        else { return "" }
        return old.foldFingerprint == new.foldFingerprint ? "a tick" : "a rebuild"
    }
}
