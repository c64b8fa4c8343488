// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// How `ingest` reads its topics and groups its transactions.
public struct IngestSettings: Hashable, Sendable {
    /// Where to begin with a topic that the group has never read.
    public enum Beginning: Hashable, Sendable {
        /// With the oldest record.
        case earliest
        /// With what comes from now on.
        case latest
        /// With the first record no older than a moment.
        case time(Timestamp)
    }

    /// The vendor topics and where to begin with each.
    public var sources: [String: Beginning]
    /// Where to begin although the journal has events and the group has no offset (`--from`); nil refuses that.
    public var beginning: Beginning?
    /// How long, in milliseconds, records wait for others of their transaction.
    public var linger: Int64
    /// How long, in milliseconds, a transaction goes on while more records wait to be read.
    public var longestTransaction: Int64
    /// How many bytes of output make a transaction due at once.
    public var transactionBytes: Int

    /// Settings for the given topics.
    public init(
        sources: [String: Beginning],
        beginning: Beginning? = nil,
        linger: Int64 = 20,
        longestTransaction: Int64 = 500,
        transactionBytes: Int = 32 << 20
    ) {
        self.sources = sources
        self.beginning = beginning
        self.linger = linger
        self.longestTransaction = longestTransaction
        self.transactionBytes = transactionBytes
    }
}
