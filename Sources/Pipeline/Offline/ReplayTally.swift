// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Scoring

/// What became of the records of a replay.
public struct ReplayTally: Hashable, Sendable {
    /// Records read, the unusable ones included.
    public internal(set) var records = 0
    /// Records that a mapping ignores by design.
    public internal(set) var ignored = 0
    /// Events that the records made, by type; those recorded after the instant are in it.
    public internal(set) var events: [String: Int] = [:]
    /// Events recorded after the instant, which were not folded.
    public internal(set) var later = 0
    /// What the folded events did.
    public internal(set) var effects: [FoldOutcome.Effect: Int] = [:]
    /// Remembered signals that were evicted.
    public internal(set) var evictions = 0
    /// Signals of accounts that are aliases of others.
    public internal(set) var hidden = 0
    /// Records that could not be used, or not whole, by reason.
    public internal(set) var deadLetters: [String: Int] = [:]

    /// Nothing so far.
    public init() {}
}
