// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What is remembered of one account beside its accumulators.
public struct AccountMemory: Hashable, Sendable {
    /// The offset of the last event folded; −1 before any.
    public var foldedThrough: Int64 = -1
    /// The remembered signals, in journal order.
    public var signals: SignalHistory = []
    /// The groups of collapsing kinds, in order of their offsets.
    public var groups: CollapseGroups = []
    /// The places held by evicted signals, in order of their offsets.
    public var evictedPlaces: EvictedPlacesList = []
    /// The retractions of signals that had not been seen, in journal order.
    public var retractions: [PendingRetraction] = []
    /// The newest persons, in order of when they were last seen.
    public var committee: [CommitteeMember] = []
    /// The latest time of an evicted signal that counts; nil without one.
    public var latestEvicted: Timestamp?
    /// The profile, with who wrote what when.
    public var profile = Profile()
    /// The newest disposition for all queues and for each queue, in byte order of the queues' names.
    public var dispositions: [DispositionRecord] = []
    /// The account that this one turned out to be an alias of.
    public var supersededBy: AccountID?

    /// The memory of an account that nothing is known of.
    public init() {}
}
