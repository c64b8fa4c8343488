// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What a stream of samples is like.
public struct SampleSettings: Hashable, Sendable {
    /// Decides everything that is left open; the same seed and settings give the same bytes.
    public var seed: UInt64
    /// How many companies there are: 1 to `SampleSettings.maximumAccounts`.
    public var accounts: Int
    /// When the first record after the introductions arrives.
    public var start: Timestamp
    /// How many records arrive per second on average, above 0.
    public var recordsPerSecond: Double
    /// Whether there are more by day than by night (UTC); otherwise they come evenly.
    public var followsDay = false
    /// The share of records that arrive days late, 0 to 1.
    public var lateShare = 0.02
    /// The share of records that arrive once more, 0 to 1.
    public var duplicateShare = 0.01
    /// The share of records that cannot be used, 0 to 1.
    public var brokenShare = 0.005

    /// The most companies for which there are names.
    public static let maximumAccounts = SampleName.count - SampleUniverse.strangers

    /// A stream of the given seed that begins at `start`.
    public init(seed: UInt64, accounts: Int, start: Timestamp, recordsPerSecond: Double) {
        self.seed = seed
        self.accounts = accounts
        self.start = start
        self.recordsPerSecond = recordsPerSecond
    }
}
