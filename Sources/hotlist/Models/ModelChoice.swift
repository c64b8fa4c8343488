// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ranking

/// A model that a command was asked for: a file, or one that is stored.
struct ModelChoice {
    /// The digest.
    let digest: String
    /// The bytes of the model file.
    let document: [UInt8]
    /// The file's path, or that it is a stored one.
    let origin: String

    /// The model of `argument`: a digest `sha256:…` or its beginning, else a file; without one the configured file.
    ///
    /// - Throws: the faults of the file, or that there is no such model.
    init(_ argument: String?, _ setup: Setup, _ status: ModelStatus) throws(CommandFailure) {
        guard let argument else {
            self.init(digest: setup.model.digest, document: setup.modelBytes, origin: setup.daemon.modelPath)
            return
        }
        if argument.hasPrefix("sha256:") {
            let row = try status.row(argument)
            if case .failure(let fault) = row.model {
                throw .failed("\(row.digest) cannot be read by this version: \(fault.reason)")
            }
            let origin = row.isStored ? "stored" : "local file"
            self.init(digest: row.digest, document: row.document, origin: origin)
            return
        }
        do throws(ConfigurationError) {
            let (model, bytes) = try ConfigurationLoader.model(path: argument)
            if let fault = setup.daemon.recordSizeFault(of: model) { throw ConfigurationError([fault]) }
            self.init(digest: model.digest, document: bytes, origin: argument)
        } catch {
            throw CommandFailure(error)
        }
    }

    private init(digest: String, document: [UInt8], origin: String) {
        self.digest = digest
        self.document = document
        self.origin = origin
    }
}
