// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ranking

extension Model {
    /// The model in the bytes of a document of `<id>.models`; it is a `ModelReader`.
    @Sendable static func reading(_ document: [UInt8]) -> Result<Model, UnreadableModel> {
        do {
            return .success(try Model(file: "model", bytes: document))
        } catch {
            return .failure(UnreadableModel(error.description))
        }
    }
}
