// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Foundation
import Pipeline
import Ranking

/// The model by which the deployment ranked at an instant, as far as that can be known.
struct DeployedModel {
    /// The model.
    let model: Model
    /// Where it comes from, in one sentence.
    let origin: String

    /// Finds the model.
    ///
    /// - Parameters:
    ///   - wanted: a model file, or the digest of a document in `<id>.models`; nil for the active model.
    ///   - instant: when.
    ///   - setup: the deployment.
    ///   - reading: reads `<id>.models`.
    /// - Throws: `CommandFailure` if there is no such model, or if it cannot be read.
    init(_ wanted: String?, at instant: Timestamp, _ setup: Setup, _ reading: TopicReading) throws {
        do {
            if let wanted, !wanted.hasPrefix("sha256:") {
                model = try ConfigurationLoader.model(path: wanted).model
                origin = "the model of \(wanted)"
                return
            }
        } catch {
            throw CommandFailure(error)
        }
        let topic = setup.names.models
        var catalogue = ModelCatalogue()
        for record in try reading.records(of: topic) {
            try? catalogue.apply(key: record.key, value: record.value)
        }
        if let wanted {
            model = try Self.document(wanted, in: catalogue, setup)
            origin = "the model that was asked for"
        } else if let activation = catalogue.activation {
            model = try Self.document(activation.model, in: catalogue, setup)
            origin =
                activation.at <= instant
                ? "the model that was active then, since \(activation.at)"
                : """
                the model that is active now; it was activated at \(activation.at) only, and which one was before is \
                not kept (--model picks another)
                """
        } else {
            model = setup.model
            origin = "the model of the configuration, since \(topic) names none"
        }
    }

    private static func document(
        _ digest: String,
        in catalogue: ModelCatalogue,
        _ setup: Setup
    ) throws(CommandFailure) -> Model {
        if digest == setup.model.digest { return setup.model }
        guard let bytes = catalogue.documents[digest] else {
            throw .failed("\(setup.names.models) holds no document of the model \(digest)")
        }
        do {
            return try Model.reader(named: setup.names.models)(bytes).get()
        } catch {
            throw .failed("the document of the model \(digest) cannot be used: \(error)")
        }
    }
}
