// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The fold of a partition under the active model, built beside the one that lists are still sent from.
struct NextFold: Sendable {
    /// The fold.
    var fold: PartitionFold
    /// The next journal offset to fold, as long as it lags behind.
    var nextOffset: Int64
    /// Whether it has come as far as the other, and takes every event with it.
    var isJoined = false
    /// Whether `<id>.state` holds all of it.
    var isStored = false
}
