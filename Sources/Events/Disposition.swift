// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What somebody did with a ranked account; hides it until a moment, from one queue or from all.
public struct Disposition: Hashable, Sendable {
    /// What was done.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// Somebody is in touch with the account.
        case worked
        /// Not now.
        case snoozed
        /// Not a prospect.
        case dismissed
    }

    /// What was done.
    public var action: Action
    /// Until when the account is hidden; nil hides it until a later disposition says otherwise.
    public var until: Timestamp?
    /// The queue it is hidden from; nil for all queues.
    public var queue: String?
    /// Who did it, for people to read.
    public var by: String?

    /// A disposition of the given action.
    public init(action: Action, until: Timestamp? = nil, queue: String? = nil, by: String? = nil) {
        self.action = action
        self.until = until
        self.queue = queue
        self.by = by
    }
}
