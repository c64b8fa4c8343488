// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Logging
import Operations
import Ranking

/// Which model a process begins with: the active one, whatever its own file says.
struct ModelAtStart {
    /// The active model's activation.
    let activation: ModelActivation
    /// Whether there was none before, so that the local file has become the active model.
    let isFirst: Bool
    /// What to warn of: a local file that is not the active model, an active model that cannot be read.
    let warnings: [String]

    /// Reads the models, and activates the local file's where none is active.
    ///
    /// Processes that start together agree on one model: the first to write has it.
    ///
    /// - Throws: that the brokers or the topic do not let it, or that the record of the active model is of a version
    ///   that this one cannot read.
    init(_ setup: Setup) throws(CommandFailure) {
        let topic = try ModelTopic(setup)
        try topic.readToEnd()
        guard !topic.isActiveUnreadable else {
            throw .failed(
                """
                which model is active cannot be read: \(topic.faults.last ?? ""). Run the version that wrote it, \
                or name the model anew with `hotlist model activate`
                """
            )
        }
        let outcome = try ModelActivator(setup: setup, topic: topic).activate(
            setup.modelBytes,
            digest: setup.model.digest,
            at: Timestamp(milliseconds: SystemClock.wallMilliseconds()),
            unlessAny: true
        )
        switch outcome {
        case .activated(let made, _): (activation, isFirst) = (made, true)
        case .unchanged(let found): (activation, isFirst) = (found, false)
        }
        warnings = Self.warnings(
            activation,
            document: topic.catalogue.documents[activation.model],
            local: setup.model.digest,
            file: setup.daemon.modelPath
        )
    }

    /// What to say of the active model beside the local file.
    static func warnings(
        _ activation: ModelActivation,
        document: [UInt8]?,
        local: String,
        file: String
    ) -> [String] {
        var warnings: [String] = []
        if activation.model != local {
            warnings.append(
                """
                the model file \(file) (\(local)) is not the active model, which is used: \(activation.model) \
                (activation \(activation.sequence) of \(activation.at)); `hotlist model diff` shows the \
                difference, `hotlist model activate \(file)` makes the file the active model
                """
            )
        }
        guard let document else {
            return warnings + ["the document of the active model \(activation.model) is missing"]
        }
        if case .failure(let fault) = Model.reading(document) {
            warnings.append("this version cannot read the active model \(activation.model): \(fault.reason)")
        }
        return warnings
    }
}
