// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The three stages, in the order of the data flow.
public enum StageName: String, Hashable, Sendable, CaseIterable {
    /// Vendor topics to the journal.
    case ingest
    /// The journal to candidates.
    case rank
    /// Candidates to queues.
    case merge

    /// Whether the stage looks at the headers of the records that come in: only those of vendors mean anything, and are
    /// kept in dead letters.
    public var readsHeaders: Bool { self == .ingest }
}
