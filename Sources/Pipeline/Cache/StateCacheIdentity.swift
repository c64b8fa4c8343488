// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Which deployment on which cluster a cache belongs to.
public struct StateCacheIdentity: Hashable, Sendable {
    /// The deployment's name.
    public var applicationID: String
    /// The brokers' name for their cluster.
    public var clusterID: String

    /// The given deployment on the given cluster.
    public init(applicationID: String, clusterID: String) {
        self.applicationID = applicationID
        self.clusterID = clusterID
    }
}
