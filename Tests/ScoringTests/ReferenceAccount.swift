// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring

/// One account, scored by the plain sums of docs/scoring.md over everything that ever happened to it.
///
/// Written to be obviously right and slow: nothing is ever removed, only marked; levels are sums over the signals
/// that count, the profile is searched in the log of its writes. It shares `exp`, `2^x` and `ln` with the code under
/// test, and no more.
final class ReferenceAccount {
    final class Item {
        let kind: SignalKind
        let source: String
        let id: String
        let offset: Int64
        let time: Int64
        let strength: Double
        let person: String?
        /// The values to be equal in; nil if one is missing.
        let values: [String]?
        var isRetracted = false
        var hasPlace = false
        var isForgotten = false
        /// Forgotten together with its record of places.
        var lostItsPlace = false
        /// Can never (again) be the one of its group that counts.
        var isOut = false
        var group: Group?

        init(_ event: Event, _ signal: Signal, _ kind: SignalKind, _ offset: Int64) {
            self.kind = kind
            source = event.source
            id = event.id
            self.offset = offset
            time = event.time.milliseconds
            strength = ReferenceAccount.strength(signal, kind)
            person = signal.person
            values = kind.collapse.flatMap { collapse in
                let found = collapse.by.compactMap { signal[attribute: $0].map(ReferenceAccount.text) }
                return found.count == collapse.by.count ? found : nil
            }
        }

        var day: Int64 { (time + 1_000_000 * 86_400_000) / 86_400_000 }
        var counts: Bool { !isRetracted && hasPlace && (group.map { $0.best === self } ?? true) }
        var placeKey: String { "\(kind.name)|\(person.map { "p" + $0 } ?? "none")|\(day)" }
    }

    final class Group {
        let kind: String
        let values: [String]
        let offset: Int64
        let anchor: Int64
        var members: [Item] = []
        var isDropped = false

        init(_ first: Item) {
            kind = first.kind.name
            values = first.values ?? []
            offset = first.offset
            anchor = first.time
        }

        var best: Item? {
            members.filter { !$0.isRetracted && !$0.isOut }
                .min { ($1.strength, $0.offset) < ($0.strength, $1.offset) }
        }
    }

    let model: ScoringModel
    var items: [Item] = []
    var groups: [Group] = []
    var placeRecords: [(key: String, offset: Int64)] = []
    var retractions: [(source: String, id: String)] = []
    var seen: [String: Int64] = [:]
    var latestForgotten: Int64?
    var profileLog: [(change: ProfileChange, time: Int64, offset: Int64)] = []
    var dispositions: [(disposition: Disposition, time: Int64, offset: Int64)] = []
    var supersededBy: AccountID?

    init(_ model: ScoringModel) {
        self.model = model
    }

    func fold(_ event: Event, _ offset: Int64) {
        switch event.payload {
        case .signal(let signal): fold(event, signal, offset)
        case .retract(let retraction): retract(retraction)
        case .account(let change): profileLog.append((change, event.time.milliseconds, offset))
        case .disposition(let disposition):
            dispositions.append((disposition, event.time.milliseconds, offset))
        case .superseded(let by): supersededBy = by
        case .erase: erase()
        case .unknown: break
        }
    }

    private func erase() {
        let empty = ReferenceAccount(model)
        (items, groups, placeRecords, retractions, seen) = (empty.items, empty.groups, [], [], [:])
        (latestForgotten, profileLog, dispositions, supersededBy) = (nil, [], [], nil)
    }

    private func fold(_ event: Event, _ signal: Signal, _ offset: Int64) {
        guard let kind = model.kinds.first(where: { $0.name == signal.kind }) else { return }
        let isKnown = items.contains { !$0.isForgotten && $0.source == event.source && $0.id == event.id }
        guard !isKnown else { return }
        let item = Item(event, signal, kind, offset)
        items.append(item)
        if retractions.contains(where: { $0 == (event.source, event.id) }) {
            item.isRetracted = true
        } else {
            if let person = item.person { seen[person] = max(seen[person] ?? item.time, item.time) }
            let holders = items.filter {
                $0.placeKey == item.placeKey && $0.hasPlace && !$0.isRetracted && !$0.lostItsPlace
            }
            if holders.count < kind.perPersonPerDay ?? Int.max { give(item) }
        }
        forget()
        settle()
    }

    /// Gives a place, and the group that goes with it.
    private func give(_ item: Item) {
        item.hasPlace = true
        guard let window = item.kind.collapse?.window, let values = item.values else { return }
        let open = groups.filter { group in
            !group.isDropped && group.kind == item.kind.name && group.values == values
                && max(group.anchor, item.time) - min(group.anchor, item.time) <= window
        }
        if let oldest = open.min(by: { $0.offset < $1.offset }) {
            item.group = oldest
        } else {
            let group = Group(item)
            item.group = group
            groups.append(group)
        }
        item.group?.members.append(item)
        settle()
        let standing = groups.filter { !$0.isDropped }
        if standing.count > model.accountMemory, let dropped = standing.min(by: { $0.offset < $1.offset }) {
            dropped.isDropped = true
            for member in dropped.members where member !== dropped.best { member.isOut = true }
        }
    }

    /// What is forgotten and does not count never will; without anything that counts, no time is known.
    private func settle() {
        for group in groups {
            let best = group.best
            for member in group.members where member.isForgotten && member !== best { member.isOut = true }
        }
    }

    private func retract(_ retraction: Retraction) {
        let found = items.first {
            !$0.isForgotten && $0.source == retraction.source && $0.id == retraction.id
        }
        guard let item = found else {
            if !retractions.contains(where: { $0 == (retraction.source, retraction.id) }) {
                retractions.append((retraction.source, retraction.id))
                if retractions.count > model.accountMemory { retractions.removeFirst() }
            }
            return
        }
        guard !item.isRetracted else { return }
        item.isRetracted = true
        settle()
        if item.hasPlace, item.kind.perPersonPerDay != nil {
            let heirs = items.filter {
                $0.placeKey == item.placeKey && !$0.hasPlace && !$0.isRetracted && !$0.isForgotten
            }
            if let heir = heirs.first { give(heir) }
        }
        settle()
        if !items.contains(where: \.counts) { latestForgotten = nil }
    }

    private func forget() {
        while true {
            let remembered = items.filter { !$0.isForgotten }
            guard remembered.count > model.accountMemory else { return }
            let sizes = model.kinds.map { kind in remembered.count { $0.kind.name == kind.name } }
            let largest = model.kinds[sizes.firstIndex(of: sizes.max() ?? 0) ?? 0].name
            guard
                let victim = remembered.first(where: { !$0.counts })
                    ?? remembered.first(where: { $0.kind.name == largest })
            else { return }
            if victim.counts { latestForgotten = max(latestForgotten ?? victim.time, victim.time) }
            if victim.hasPlace && !victim.isRetracted && victim.kind.perPersonPerDay != nil { record(victim) }
            victim.isForgotten = true
            settle()
        }
    }

    private func record(_ victim: Item) {
        guard !placeRecords.contains(where: { $0.key == victim.placeKey }) else { return }
        placeRecords.append((victim.placeKey, victim.offset))
        guard placeRecords.count > model.accountMemory else { return }
        placeRecords.sort { $0.offset < $1.offset }
        let dropped = placeRecords.removeFirst()
        for item in items where item.placeKey == dropped.key && (item.isForgotten || item === victim) {
            item.lostItsPlace = true
        }
    }
}
