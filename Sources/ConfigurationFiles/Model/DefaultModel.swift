// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Ranking

/// The model that ships with hotlist, `config/model.yaml`.
public enum DefaultModel {
    /// The model file, in YAML.
    public static var content: [UInt8] { PackageResources.default_model_yaml }

    /// The model.
    ///
    /// - Throws: a fault of the embedded file, which the tests rule out.
    public static func model() throws(ConfigurationError) -> Model {
        try Model(file: "model.yaml", bytes: content)
    }
}
