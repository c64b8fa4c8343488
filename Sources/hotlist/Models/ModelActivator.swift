// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import KafkaClient
import KafkaTransport
import Logging
import Pipeline
import Ranking

/// Makes a model the active one: its document and the record `active`, in one transaction.
struct ModelActivator {
    /// What became of it.
    enum Outcome {
        /// It is the active one now; before it was the other, or none.
        case activated(ModelActivation, insteadOf: ModelActivation?)
        /// Nothing was written: it, or where any is as good, another one, is active.
        case unchanged(ModelActivation)
    }

    /// How long brokers may take for one step of a transaction.
    private static let patience = Duration.seconds(30)
    /// How often another activation at the same moment is given way to.
    private static let attempts = 4

    let setup: Setup
    let topic: ModelTopic

    /// Activates the model of a document at `now`, instead of the active one that the topic's reader knows.
    ///
    /// - Parameters:
    ///   - document: the bytes of the model file.
    ///   - digest: their digest.
    ///   - now: when this happens.
    ///   - unlessAny: whether whichever model is active stays so.
    /// - Returns: what became of it.
    /// - Throws: what the brokers say, or that another model has become the active one in the meantime.
    func activate(
        _ document: [UInt8],
        digest: String,
        at now: Timestamp,
        unlessAny: Bool = false
    ) throws(CommandFailure) -> Outcome {
        // What the caller knew when it decided; anything newer has to be looked at first.
        let before = topic.catalogue.activation
        if let found = try topic.readToEnd().activation {
            if unlessAny || found.model == digest { return .unchanged(found) }
            guard found == before else { throw Self.overtaken(by: found) }
        }
        var written: ModelActivation?
        var trouble: TransactionFailure?
        for _ in 0..<Self.attempts {
            let producer = try producer()
            defer { try? producer.close(timeout: .seconds(2)) }
            do throws(TransactionFailure) {
                // What an earlier attempt or another process has left open is ended first, or what is read next
                // could change, and two activations take one sequence.
                try persist { () throws(TransactionFailure) in
                    try producer.initTransactions(timeout: .seconds(5))
                }
            } catch {
                trouble = error
                continue
            }
            let active = try topic.readToEnd().activation
            if let active {
                if active == written { return .activated(active, insteadOf: before) }
                if unlessAny || active.model == digest { return .unchanged(active) }
                guard active == before else { throw Self.overtaken(by: active) }
            }
            let activation = ModelActivation(sequence: (active?.sequence ?? 0) + 1, model: digest, at: now)
            written = activation
            do throws(TransactionFailure) {
                try write(document, activation, with: producer)
            } catch {
                // Aborted, fenced, or of unknown outcome: the next attempt ends it and reads what became of it.
                trouble = error
                continue
            }
            try topic.readToEnd()
            return .activated(activation, insteadOf: before)
        }
        let reason = trouble.map { ": \($0)" } ?? ""
        throw .failed(
            "the model could not be activated\(reason); `hotlist model list` shows which one is active"
        )
    }

    /// Writes document and activation, and waits until the transaction is committed.
    private func write(
        _ document: [UInt8],
        _ activation: ModelActivation,
        with producer: TransactionalProducer
    ) throws(TransactionFailure) {
        try producer.begin()
        let records = [
            (ModelKey.document(digest: activation.model), document), (.active, activation.encoded()),
        ]
        for (key, value) in records {
            // Two records find room in a queue that holds nothing else.
            _ = try producer.produce(
                topic: setup.names.models,
                partition: 0,
                key: key.description.utf8.span,
                value: value.span
            )
        }
        try persist { () throws(TransactionFailure) in try producer.commit(timeout: .seconds(5)) }
    }

    /// Makes a call until it succeeds, fails for good, or the brokers have had their time.
    private func persist(_ call: () throws(TransactionFailure) -> Void) throws(TransactionFailure) {
        let deadline = ContinuousClock.now.advanced(by: Self.patience)
        while true {
            do throws(TransactionFailure) {
                return try call()
            } catch {
                guard case .retriable = error, ContinuousClock.now < deadline else { throw error }
            }
        }
    }

    private func producer() throws(CommandFailure) -> TransactionalProducer {
        let configuration = KafkaConfiguration(setup.transport.producer).merging([
            "client.id": "hotlist",
            "enable.idempotence": "true",
            "transaction.timeout.ms": String(setup.daemon.transactionTimeout),
            "transactional.id": setup.names.models,
        ])
        do {
            return try TransactionalProducer(configuration, logger: .quiet)
        } catch {
            throw .configuration("kafka: \(error)")
        }
    }

    private static func overtaken(by active: ModelActivation) -> CommandFailure {
        .failed(
            "another activation came in between: \(active.model) is active now (activation "
                + "\(active.sequence)); look at `hotlist model list`, and activate again if this is still wanted"
        )
    }
}
