// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Ranking
internal import Scoring

extension Model {
    /// The model of a model file.
    ///
    /// - Parameters:
    ///   - file: the file's name, for faults.
    ///   - bytes: the content; its digest is the model's.
    /// - Throws: all that is wrong in the file.
    public init(file: String, bytes: [UInt8]) throws(ConfigurationError) {
        let document = try ConfigurationDocument(file: file, bytes: bytes)
        let (scoring, queues) = try document.read { root in
            let scoring = ScoringModel(root)
            return (scoring, Queue.queues(root, scoring: scoring))
        }
        guard let digest = SHA256.hexadecimal(of: bytes),
            let fingerprint = SHA256.hexadecimal(of: Array(scoring.foldDescription.utf8))
        else {
            throw ConfigurationError([
                ConfigurationFault(
                    file: file,
                    line: 1,
                    column: 1,
                    keyPath: "",
                    message: "has no digest: this system's libcrypto does not offer SHA-256"
                )
            ])
        }
        self.init(
            digest: "sha256:\(digest)",
            foldFingerprint: "sha256:\(fingerprint)",
            scoring: scoring,
            queues: queues
        )
    }
}
