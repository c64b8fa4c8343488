// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

extension AccountTable {
    /// Forgets signals until no more than `account_memory` are remembered; answers how many.
    mutating func evict(from index: Int) -> Int {
        var evictions = 0
        while accounts.span[index].memory.signals.count > model.accountMemory {
            forget(accounts[index].memory.signals.victim(kinds: model.kinds.count), of: index)
            evictions += 1
        }
        return evictions
    }

    /// Forgets one signal; its contribution, and its places in its group and among its person's, stay.
    private mutating func forget(_ place: Int, of index: Int) {
        let signal = accounts.span[index].memory.signals.terms(at: place)
        accounts[index].memory.signals.remove(at: place)
        if signal.hasPlace, rules[signal.kind].perPersonPerDay != nil {
            accounts[index].memory.evictedPlaces.keep(signal, limit: model.accountMemory)
        }
        guard signal.status == .counted else { return }
        accounts[index].memory.latestEvicted = max(
            accounts[index].memory.latestEvicted ?? signal.time,
            signal.time
        )
        guard let offset = signal.group, let group = accounts.span[index].memory.groups.slot(ofOffset: offset)
        else {
            return
        }
        let evicted = CollapseGroup.Evicted(
            strength: signal.strength,
            time: signal.time,
            offset: signal.offset
        )
        accounts[index].memory.groups.setEvicted(evicted, at: group)
    }
}
