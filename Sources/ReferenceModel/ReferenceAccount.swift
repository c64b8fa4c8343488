// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// One account, folded as docs/scoring.md says, from everything that ever happened to it.
///
/// Written to be obviously right and slow: nothing is ever removed, only marked; what counts is found by looking at
/// everything again, the profile by searching the log of its writes. It shares nothing with the code under test.
package final class ReferenceAccount {
    final class Item {
        let kind: ReferenceRules.Kind
        let source: String
        let id: String
        let offset: Int64
        let time: Int64
        let strength: Double
        let text: String
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

        init(
            _ event: ReferenceEvent,
            _ attributes: [ReferenceEvent.Attribute],
            _ person: String?,
            _ kind: ReferenceRules.Kind,
            _ offset: Int64
        ) {
            self.kind = kind
            source = event.source
            id = event.id
            self.offset = offset
            time = event.time
            strength = kind.strength(attributes)
            text = ReferenceReason.text(kind.name, attributes)
            self.person = person
            let found = kind.collapseBy.compactMap { field in
                attributes.first { $0.name == field }?.value.equality
            }
            values = kind.collapseWindow != nil && found.count == kind.collapseBy.count ? found : nil
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

    let rules: ReferenceRules
    var items: [Item] = []
    var groups: [Group] = []
    var placeRecords: [(key: String, offset: Int64)] = []
    var retractions: [(source: String, id: String)] = []
    var seen: [String: Int64] = [:]
    var latestForgotten: Int64?
    var profileLog: [ProfileChange] = []
    var profile: [String: ReferenceValue] = [:]
    var dispositions: [DispositionRecord] = []
    var isSuperseded = false

    /// An account that nothing has happened to.
    package init(_ rules: ReferenceRules) {
        self.rules = rules
    }

    /// What happens next to the account.
    package func fold(_ event: ReferenceEvent, _ offset: Int64) {
        switch event.effect {
        case .signal(let kind, let attributes, let person):
            guard let kind = rules.kinds.first(where: { $0.name == kind }) else { return }
            let isKnown = items.contains { !$0.isForgotten && $0.source == event.source && $0.id == event.id }
            if !isKnown { add(Item(event, attributes, person, kind, offset)) }
        case .retract(let source, let id):
            retract(source, id)
        case .profile(let set, let add, let remove):
            profileLog.append(ProfileChange(time: event.time, offset: offset, set, add, remove))
            profile = currentProfile()
        case .disposition(let queue, let until):
            dispositions.append(DispositionRecord(event.time, offset, queue: queue, until: until))
        case .superseded:
            isSuperseded = true
        case .erase:
            erase()
        case .none:
            break
        }
    }

    private func erase() {
        (items, groups, placeRecords, retractions, seen) = ([], [], [], [], [:])
        (latestForgotten, profileLog, profile, dispositions, isSuperseded) = (nil, [], [:], [], false)
    }

    private func add(_ item: Item) {
        items.append(item)
        if retractions.contains(where: { $0 == (item.source, item.id) }) {
            item.isRetracted = true
        } else {
            if let person = item.person { seen[person] = max(seen[person] ?? item.time, item.time) }
            let holders = items.filter {
                $0.placeKey == item.placeKey && $0.hasPlace && !$0.isRetracted && !$0.lostItsPlace
            }
            if holders.count < item.kind.perPersonPerDay ?? Int.max { give(item) }
        }
        forget()
        settle()
    }

    /// Gives a place, and the group that goes with it.
    private func give(_ item: Item) {
        item.hasPlace = true
        guard let window = item.kind.collapseWindow, let values = item.values else { return }
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
        if standing.count > rules.accountMemory, let dropped = standing.min(by: { $0.offset < $1.offset }) {
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

    private func retract(_ source: String, _ id: String) {
        let found = items.first { !$0.isForgotten && $0.source == source && $0.id == id }
        guard let item = found else {
            if !retractions.contains(where: { $0 == (source, id) }) {
                retractions.append((source, id))
                if retractions.count > rules.accountMemory { retractions.removeFirst() }
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
            guard remembered.count > rules.accountMemory else { return }
            let sizes = rules.kinds.map { kind in remembered.count { $0.kind.name == kind.name } }
            let largest = rules.kinds[sizes.firstIndex(of: sizes.max() ?? 0) ?? 0].name
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
        guard placeRecords.count > rules.accountMemory else { return }
        placeRecords.sort { $0.offset < $1.offset }
        let dropped = placeRecords.removeFirst()
        for item in items where item.placeKey == dropped.key && (item.isForgotten || item === victim) {
            item.lostItsPlace = true
        }
    }
}
