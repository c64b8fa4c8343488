// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Ranking

/// The models of `<id>.models` as a stage knows them that reads the topic from its beginning.
struct ModelShelf: Sendable {
    private(set) var catalogue = ModelCatalogue()
    private let read: ModelReader
    private var models: [String: Model] = [:]
    private var faults: [String: String] = [:]

    init(_ read: @escaping ModelReader) {
        self.read = read
    }

    /// Takes in a record of the topic.
    mutating func apply(key: [UInt8]?, value: [UInt8]?) {
        do {
            try catalogue.apply(key: key ?? [], value: value)
        } catch {
            // Of a later version of hotlist, or nobody's; what it would have said is missed where it is needed.
            return
        }
        guard let key, case .document(let digest) = ModelKey(parsing: String(decoding: key, as: UTF8.self))
        else {
            return
        }
        models[digest] = nil
        faults[digest] = nil
        guard let value else { return }
        switch read(value) {
        case .success(let model) where model.digest == digest: models[digest] = model
        case .success: faults[digest] = "its bytes do not have this digest"
        case .failure(let fault): faults[digest] = fault.reason
        }
    }

    /// The model of the given digest, if its document is there and can be read.
    subscript(digest: String) -> Model? { models[digest] }

    /// The active model, if there is one and it can be read.
    var active: Model? { catalogue.activation.flatMap { models[$0.model] } }

    /// All models that can be read, with the active one; nil as long as that is not known.
    var inUse: ModelsInUse? {
        active.map { ModelsInUse(active: $0, others: Array(models.values)) }
    }

    /// A model that folds as `fingerprint` says; nil if none is known.
    func model(foldingAs fingerprint: String) -> Model? {
        models.values.filter { $0.foldFingerprint == fingerprint }.min { $0.digest < $1.digest }
    }

    /// Why there is no active model to work with; nil if there is one.
    var trouble: String? {
        guard let activation = catalogue.activation else {
            return "no model is active yet: run `hotlist model activate FILE`"
        }
        guard models[activation.model] == nil else { return nil }
        let fault = faults[activation.model] ?? "its document is missing"
        return "the active model \(activation.model) cannot be used: \(fault)"
    }

    /// A record of the topic.
    func record(_ key: ModelKey, _ value: [UInt8]?, of names: TopicNames) -> OutgoingRecord {
        OutgoingRecord(topic: names.models, partition: 0, key: Array(key.description.utf8), value: value)
    }
}
