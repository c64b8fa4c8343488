// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

extension AccountTable {
    /// Forgets signals until no more than `account_memory` are remembered; answers how many.
    mutating func evict(from index: Int) -> Int {
        var evictions = 0
        while memories[index].signals.count > model.accountMemory {
            forget(victim(in: memories[index].signals), of: index)
            evictions += 1
        }
        return evictions
    }

    /// The signal to forget: the first that does not count, or else the first of the kind with the most.
    private func victim(in signals: [RememberedSignal]) -> Int {
        if let uncounted = signals.firstIndex(where: { $0.status != .counted }) { return uncounted }
        var sizes = [Int](repeating: 0, count: model.kinds.count)
        for signal in signals { sizes[signal.kind] += 1 }
        var largest = 0
        for kind in sizes.indices where sizes[kind] > sizes[largest] { largest = kind }
        return signals.firstIndex { $0.kind == largest } ?? 0
    }

    /// Forgets one signal; its contribution, and its places in its group and among its person's, stay.
    private mutating func forget(_ place: Int, of index: Int) {
        let signal = memories[index].signals.remove(at: place)
        if signal.hasPlace, model.kinds[signal.kind].perPersonPerDay != nil {
            memories[index].keepPlace(of: signal, limit: model.accountMemory)
        }
        guard signal.status == .counted else { return }
        memories[index].latestEvicted = max(memories[index].latestEvicted ?? signal.time, signal.time)
        guard let group = memories[index].groups.firstIndex(where: { $0.offset == signal.group }) else {
            return
        }
        memories[index].groups[group].evicted = CollapseGroup.Evicted(
            strength: signal.strength,
            time: signal.time,
            offset: signal.offset
        )
    }
}
