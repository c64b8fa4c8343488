// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What `<id>.models` says: the documents, the active model, and how far its activation has come.
public struct ModelCatalogue: Hashable, Sendable {
    /// The documents by their digests: the bytes of the model files, unchanged.
    public private(set) var documents: [String: [UInt8]] = [:]
    /// The active model; nil before the first activation.
    public private(set) var activation: ModelActivation?
    /// The marks `ready` that stand, with the models that they name.
    private var ready: [ModelKey: String] = [:]
    /// The marks `merged` that stand.
    private var merged: [ModelKey: String] = [:]

    /// A catalogue of an empty topic.
    public init() {}

    /// Takes in a record; later records of a key replace earlier ones.
    ///
    /// - Throws: `PublishedRecordError` if hotlist cannot have written it; the catalogue is as it was.
    public mutating func apply(key: [UInt8], value: [UInt8]?) throws(PublishedRecordError) {
        let text = String(decoding: key, as: UTF8.self)
        guard let key = ModelKey(parsing: text) else {
            throw .key(text, form: "sha256:…, active, ready|sequence|partition or merged|sequence|partition")
        }
        switch key {
        case .document(let digest):
            documents[digest] = value
        case .active:
            activation = try value.map { value throws(PublishedRecordError) in
                try ModelActivation(encoded: value)
            }
        case .ready:
            ready[key] = try Self.model(value)
        case .merged:
            merged[key] = try Self.model(value)
        }
    }

    private static func model(_ value: [UInt8]?) throws(PublishedRecordError) -> String? {
        try value.map { value throws(PublishedRecordError) in try ModelMark(encoded: value).model }
    }

    /// Whether journal partition `partition` holds the state of the active model's activation.
    public func isReady(_ partition: Int32) -> Bool {
        isMarked(ready) { .ready(sequence: $0, partition: partition) }
    }

    /// Whether the partition `partition` of `<id>.queues` is published from the active model's activation.
    public func isMerged(_ partition: Int32) -> Bool {
        isMarked(merged) { .merged(sequence: $0, partition: partition) }
    }

    private func isMarked(_ marks: [ModelKey: String], _ key: (Int64) -> ModelKey) -> Bool {
        guard let activation else { return false }
        return marks[key(activation.sequence)] == activation.model
    }

    /// The marks of `partition` that belong to earlier activations, in order: nobody needs them any more.
    public func outdatedMarks(ofJournalPartition partition: Int32) -> [ModelKey] {
        outdated(ready) { if case .ready(let sequence, partition) = $0 { sequence } else { nil } }
    }

    /// The marks of `partition` of `<id>.queues` that belong to earlier activations, in order.
    public func outdatedMarks(ofQueuesPartition partition: Int32) -> [ModelKey] {
        outdated(merged) { if case .merged(let sequence, partition) = $0 { sequence } else { nil } }
    }

    private func outdated(_ marks: [ModelKey: String], _ sequence: (ModelKey) -> Int64?) -> [ModelKey] {
        guard let activation else { return [] }
        return marks.keys.compactMap { key in sequence(key).map { ($0, key) } }
            .filter { $0.0 < activation.sequence }.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
