// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What has become of a commit.
public enum CommitOutcome: Hashable, Sendable {
    /// The transaction stands.
    case committed
    /// The group's offsets could not be added to the transaction, and nobody has been asked to commit it.
    case withoutOffsets(TransportFailure)
    /// The transaction, to which the offsets have been added, could not be committed; after a failure that is
    /// retriable nobody can tell whether it is.
    case failed(TransportFailure)
}
