// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Times of a driver, in milliseconds, and what it may take in.
public struct StageDriverSettings: Hashable, Sendable {
    /// The longest wait of one poll.
    public var longestPoll: Int64
    /// The longest wait of one read of the reader while restoring.
    public var restorePoll: Int64
    /// How long the calls of one transaction are tried again before its outcome counts as unknown.
    public var transactionDeadline: Int64
    /// How long a stage may go on committing when its partitions are asked for, or the process is to end.
    public var closingTime: Int64
    /// How many bytes of records are worked on beside a commit before it is waited for.
    public var bytesBesideCommit: Int

    /// The given times and bytes.
    public init(
        longestPoll: Int64 = 100,
        restorePoll: Int64 = 100,
        transactionDeadline: Int64 = 20_000,
        closingTime: Int64 = 8_000,
        bytesBesideCommit: Int = 4 << 20
    ) {
        self.longestPoll = longestPoll
        self.restorePoll = restorePoll
        self.transactionDeadline = transactionDeadline
        self.closingTime = closingTime
        self.bytesBesideCommit = bytesBesideCommit
    }
}
