// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A retraction whose signal had not been seen: it suppresses the signal when it comes.
public struct PendingRetraction: Hashable, Sendable {
    /// The hash of the signal's source and id.
    public var identity: UInt64
    /// Where the retraction stands in the journal's partition.
    public var offset: Int64

    /// The retraction of `identity` at `offset`.
    public init(identity: UInt64, offset: Int64) {
        self.identity = identity
        self.offset = offset
    }
}
