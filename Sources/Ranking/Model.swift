// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Scoring

/// A whole model file: how to score, and which queues to publish.
public struct Model: Hashable, Sendable {
    /// `sha256:` and the hexadecimal digest of the model file's bytes.
    public var digest: String
    /// `sha256:` and the digest of the parts that the fold depends on; another one needs the state rebuilt.
    public var foldFingerprint: String
    /// How to score.
    public var scoring: ScoringModel
    /// The queues, in the file's order; names are unique.
    public var queues: [Queue]

    /// A model of the given parts.
    public init(digest: String, foldFingerprint: String, scoring: ScoringModel, queues: [Queue]) {
        self.digest = digest
        self.foldFingerprint = foldFingerprint
        self.scoring = scoring
        self.queues = queues
    }

    /// The queue named `name`; nil if the model has none.
    public func queue(_ name: String) -> Queue? {
        queues.first { $0.name == name }
    }
}
