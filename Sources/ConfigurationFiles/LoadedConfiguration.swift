// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Ranking

/// A daemon file with the model that it names, checked against each other.
public struct LoadedConfiguration: Sendable {
    /// The daemon file.
    public var daemon: DaemonConfiguration
    /// The model file.
    public var model: Model
    /// The model file's bytes, which its digest is of.
    public var modelBytes: [UInt8]
}
