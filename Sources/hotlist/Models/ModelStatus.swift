// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Pipeline
import Ranking

/// What is known of a deployment's models: the stored ones, the local file, and how far the activation has come.
struct ModelStatus {
    /// One model.
    struct Row {
        /// `sha256:` and the digest.
        var digest: String
        /// The bytes of the model file.
        var document: [UInt8]
        /// The model, or why this version cannot read it.
        var model: Result<Model, UnreadableModel>
        /// Whether it is the active one.
        var isActive: Bool
        /// Whether the local model file is this one.
        var isLocal: Bool
        /// Whether it is in `<id>.models`.
        var isStored: Bool
    }

    /// The models: the active one, the local one, then the others by digest.
    let rows: [Row]
    /// The active model; nil before the first activation.
    let activation: ModelActivation?
    /// The journal partitions whose state is that of the activation.
    let ready: [Int32]
    /// How many partitions the journal has.
    let journalPartitions: Int32
    /// The partitions of `<id>.queues` that are published from the activation.
    let merged: [Int32]
    /// How many partitions `<id>.queues` has.
    let queuePartitions: Int32

    /// The status that a catalogue shows, beside the local model file.
    init(
        _ catalogue: ModelCatalogue,
        local: (digest: String, document: [UInt8]),
        journalPartitions: Int32,
        queuePartitions: Int32
    ) {
        var documents = catalogue.documents
        if documents[local.digest] == nil { documents[local.digest] = local.document }
        let active = catalogue.activation?.model
        rows =
            documents.map { digest, document in
                Row(
                    digest: digest,
                    document: document,
                    model: Self.model(document, digest),
                    isActive: digest == active,
                    isLocal: digest == local.digest,
                    isStored: catalogue.documents[digest] != nil
                )
            }
            .sorted { ($0.place, $0.digest) < ($1.place, $1.digest) }
        activation = catalogue.activation
        self.journalPartitions = journalPartitions
        self.queuePartitions = queuePartitions
        ready = (0..<max(0, journalPartitions)).filter(catalogue.isReady)
        merged = (0..<max(0, queuePartitions)).filter(catalogue.isMerged)
    }

    private static func model(_ document: [UInt8], _ digest: String) -> Result<Model, UnreadableModel> {
        Model.reading(document).flatMap { model in
            model.digest == digest
                ? .success(model) : .failure(UnreadableModel("its bytes have the digest \(model.digest)"))
        }
    }

    /// The active model's row; nil where none is active or its document is missing.
    var active: Row? { rows.first(where: \.isActive) }

    /// Whether every partition has followed the activation.
    var isComplete: Bool {
        activation != nil && !ready.isEmpty && ready.count == Int(journalPartitions)
            && merged.count == Int(queuePartitions)
    }

    /// How far the activation has come.
    var progress: String {
        "ready \(ready.count) of \(journalPartitions) partitions, merged \(merged.count) of \(queuePartitions)"
    }

    /// The one model whose digest is, or begins with, `text`, with or without `sha256:`.
    func row(_ text: String) throws(CommandFailure) -> Row {
        let wanted = text.hasPrefix("sha256:") ? text : "sha256:\(text)"
        let found = rows.filter { $0.digest.hasPrefix(wanted) }
        guard found.count < 2 else {
            let list = found.map { "\n  \($0.digest)" }.joined()
            throw .failed("more than one model begins with \(wanted); give more of the digest:\(list)")
        }
        guard let row = found.first else {
            throw .failed("no model begins with \(wanted); `hotlist model list` shows those that are stored")
        }
        return row
    }

    /// A digest as tables show it: long enough to tell models apart, and to be given back to a command.
    static func short(_ digest: String) -> String {
        String(digest.prefix("sha256:".count + 12))
    }
}

extension ModelStatus.Row {
    fileprivate var place: Int { isActive ? 0 : isLocal ? 1 : 2 }
}
