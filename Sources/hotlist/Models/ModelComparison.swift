// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ranking

/// What it means to go from one model to another.
struct ModelComparison {
    /// What happens to a deployment that does.
    enum Effect {
        /// Nothing at all: the documents are the same.
        case none
        /// Scores and queues are computed anew at the next tick, from the state that is there.
        case nextTick
        /// State is folded anew from the journal first.
        case rebuild
        /// One of the documents cannot be read by this version.
        case unknown(String)
    }

    /// What the files say differently.
    let differences: [ModelDifference]
    /// What happens.
    let effect: Effect

    /// Compares two documents.
    init(from before: [UInt8], to after: [UInt8]) throws(CommandFailure) {
        do {
            differences = try ModelDifference.differences(from: before, to: after)
        } catch {
            throw .failed("the models cannot be compared: \(error)")
        }
        switch (Model.reading(before), Model.reading(after)) {
        case (.success(let old), .success(let new)):
            if old.digest == new.digest {
                effect = .none
            } else {
                effect = old.foldFingerprint == new.foldFingerprint ? .nextTick : .rebuild
            }
        case (.failure(let fault), _), (_, .failure(let fault)):
            effect = .unknown(fault.reason)
        }
    }

    /// The differences, a line each: `-` goes, `+` comes, `~` changes.
    var lines: [String] {
        differences.map { difference in
            switch (difference.before, difference.after) {
            case (let before?, let after?): "  ~ \(difference.path): \(before) -> \(after)"
            case (let before?, nil): "  - \(difference.path): \(before)"
            case (nil, let after): "  + \(difference.path): \(after ?? "")"
            }
        }
    }

    /// What happens, in a sentence.
    var sentence: String {
        switch effect {
        case .none:
            return "The models are the same; there is nothing to do."
        case .nextTick:
            let layout = differences.isEmpty ? "Only comments and layout differ. " : ""
            return "\(layout)No rebuild: the fold fingerprint is the same, so it applies at the next tick."
        case .rebuild:
            return """
                Rebuild: the fold fingerprint differs, so state is folded anew from the journal. Queues are \
                published from the earlier model until every partition is ready.
                """
        case .unknown(let reason):
            return "What it needs cannot be told, for a model cannot be read by this version: \(reason)"
        }
    }

    /// The effect's name for programs.
    var name: String {
        switch effect {
        case .none: "none"
        case .nextTick: "next_tick"
        case .rebuild: "rebuild"
        case .unknown: "unknown"
        }
    }
}
