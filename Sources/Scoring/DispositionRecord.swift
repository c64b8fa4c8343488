// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// The newest disposition of an account for one queue, or for all of them.
public struct DispositionRecord: Hashable, Sendable {
    /// What was done, until when, for which queue and by whom.
    public var disposition: Disposition
    /// When, and where in the journal.
    public var stamp: Stamp

    /// A disposition as written at `stamp`.
    public init(disposition: Disposition, stamp: Stamp) {
        self.disposition = disposition
        self.stamp = stamp
    }

    /// Whether it hides the account from `queue` at `time`: until `until`, or for good without one.
    public func hides(from queue: String, at time: Timestamp) -> Bool {
        guard disposition.queue == nil || disposition.queue == queue else { return false }
        return disposition.until.map { time < $0 } ?? true
    }
}
