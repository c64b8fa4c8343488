// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A model that folds events differently from the one a table was folded with.
///
/// Its state has to be built from the journal; see `ScoringModel.foldDescription`.
public struct FoldMismatch: Error, Hashable, Sendable {
    /// The error.
    public init() {}
}
