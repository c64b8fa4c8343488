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
    /// The newest persons, in order of when they were last seen.
    public var committee: [CommitteeMember] = []
    /// The profile, with who wrote what when.
    public var profile = Profile()
    /// What few accounts have: one element, in memory of its own, where there is anything.
    private var rare: [Rare] = []

    private struct Rare: Hashable, Sendable {
        var retractions: [PendingRetraction] = []
        var latestEvicted: Timestamp?
        var dispositions: [DispositionRecord] = []
        var supersededBy: AccountID?
    }

    /// The memory of an account that nothing is known of.
    public init() {}

    /// The retractions of signals that had not been seen, in journal order.
    public var retractions: [PendingRetraction] {
        get { rare.first?.retractions ?? [] }
        set { change(toNone: newValue.isEmpty) { $0.retractions = newValue } }
    }

    /// The latest time of an evicted signal that counts; nil without one.
    public var latestEvicted: Timestamp? {
        get { rare.first?.latestEvicted }
        set { change(toNone: newValue == nil) { $0.latestEvicted = newValue } }
    }

    /// The newest disposition for all queues and for each queue, in byte order of the queues' names.
    public var dispositions: [DispositionRecord] {
        get { rare.first?.dispositions ?? [] }
        set { change(toNone: newValue.isEmpty) { $0.dispositions = newValue } }
    }

    /// The account that this one turned out to be an alias of.
    public var supersededBy: AccountID? {
        get { rare.first?.supersededBy }
        set { change(toNone: newValue == nil) { $0.supersededBy = newValue } }
    }

    /// Whether there is a retraction of a signal that had not been seen; in place, as it is asked for each event and a
    /// call would copy all that is remembered of the account.
    @inline(__always)
    var hasRetractions: Bool { !rare.isEmpty && !rare[0].retractions.isEmpty }

    /// Whether the account turned out to be an alias of another; in place for the same reason.
    @inline(__always)
    var isSuperseded: Bool { !rare.isEmpty && rare[0].supersededBy != nil }

    /// How many bytes are taken by what few accounts have.
    var rareByteCount: Int { rare.capacity * MemoryLayout<Rare>.stride }

    /// Changes what few accounts have; `toNone` says that a part of it will be as though there were none.
    private mutating func change(toNone: Bool, _ body: (inout Rare) -> Void) {
        if rare.isEmpty {
            guard !toNone else { return }
            rare.append(Rare())
        }
        body(&rare[0])
        // What is equal is kept alike.
        if toNone, rare[0] == Rare() { rare = [] }
    }
}
