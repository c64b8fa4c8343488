// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

extension AccountTable {
    /// Forgets signals until no more than `account_memory` are remembered; answers how many.
    mutating func evict(from index: Int) -> Int {
        var evictions = 0
        while memories.span[index].signals.count > model.accountMemory {
            forget(memories[index].signals.victim(kinds: model.kinds.count), of: index)
            evictions += 1
        }
        return evictions
    }

    /// Forgets one signal; its contribution, and its places in its group and among its person's, stay.
    private mutating func forget(_ place: Int, of index: Int) {
        let signal = memories.span[index].signals.terms(at: place)
        memories[index].signals.remove(at: place)
        if signal.hasPlace, rules[signal.kind].perPersonPerDay != nil {
            memories[index].evictedPlaces.keep(signal, limit: model.accountMemory)
        }
        guard signal.status == .counted else { return }
        memories[index].latestEvicted = max(memories[index].latestEvicted ?? signal.time, signal.time)
        guard let offset = signal.group, let group = memories.span[index].groups.slot(ofOffset: offset) else {
            return
        }
        let evicted = CollapseGroup.Evicted(
            strength: signal.strength,
            time: signal.time,
            offset: signal.offset
        )
        memories[index].groups.setEvicted(evicted, at: group)
    }
}
