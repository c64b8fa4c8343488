// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// What the fold looks up in an account's memory.
extension AccountMemory {
    /// Whether a retraction of this identity waits for its signal.
    func hasRetraction(of identity: UInt64) -> Bool {
        retractions.contains { $0.identity == identity }
    }

    /// Whether so many places of the signal's kind, person and day are held, those of evicted signals included;
    /// `mayCollapse` says whether signals of the kind may join groups.
    ///
    /// It changes nothing, and may, so that the memory is not copied for it.
    mutating func areHeld(_ limit: Int, placesSharedBy signal: SignalTerms, mayCollapse: Bool) -> Bool {
        let free = limit - evictedPlaces.held(sharedBy: signal)
        return free <= 0 || signals.areHeld(free, placesSharedBy: signal, mayCollapse: mayCollapse)
    }

    /// The member of a group that should count next; nil if there is none, or if the group was dropped for room.
    func next(ofGroup offset: Int64) -> Int? {
        groups.slot(ofOffset: offset) == nil ? nil : signals.next(ofGroup: offset)
    }
}
