// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension ReferenceAccount {
    /// One event's writes to the profile.
    struct ProfileChange {
        var time: Int64
        var offset: Int64
        var set: [ReferenceEvent.Write]
        var add: [ReferenceEvent.Words]
        var remove: [ReferenceEvent.Words]

        init(
            time: Int64,
            offset: Int64,
            _ set: [ReferenceEvent.Write],
            _ add: [ReferenceEvent.Words],
            _ remove: [ReferenceEvent.Words]
        ) {
            (self.time, self.offset) = (time, offset)
            (self.set, self.add, self.remove) = (set, add, remove)
        }
    }

    /// A disposition and when it was written.
    struct DispositionRecord {
        var time: Int64
        var offset: Int64
        var queue: String?
        var until: Int64?

        init(_ time: Int64, _ offset: Int64, queue: String?, until: Int64?) {
            (self.time, self.offset, self.queue, self.until) = (time, offset, queue, until)
        }
    }

    /// Every known field's value.
    func currentProfile() -> [String: ReferenceValue] {
        var fields: Set<String> = []
        for change in profileLog {
            fields.formUnion(change.set.map(\.field))
            fields.formUnion(change.add.map(\.field))
            fields.formUnion(change.remove.map(\.field))
        }
        var profile: [String: ReferenceValue] = [:]
        for field in fields { profile[field] = value(field) }
        return profile
    }

    /// A field's value, from the log of its writes: the newest whole write, and each word's newest since.
    private func value(_ field: String) -> ReferenceValue? {
        typealias Write = (time: Int64, offset: Int64, step: Int)
        var whole: (Write, ReferenceValue?)?
        var words: [String: (Write, String, Bool)] = [:]
        for change in profileLog {
            for write in change.set where write.field == field {
                let stamp: Write = (change.time, change.offset, 0)
                if let known = whole, stamp < known.0 { continue }
                whole = (stamp, write.value)
            }
        }
        for change in profileLog {
            var writes: [(Int, String, Bool)] = []
            for write in change.set where write.field == field {
                if case .texts(let texts) = write.value { writes += texts.map { (0, $0, true) } }
            }
            writes += change.add.filter { $0.field == field }.flatMap(\.words).map { (1, $0, true) }
            writes += change.remove.filter { $0.field == field }.flatMap(\.words).map { (2, $0, false) }
            for (step, word, isPresent) in writes {
                let write: Write = (change.time, change.offset, step)
                if let whole, (write.time, write.offset) < (whole.0.time, whole.0.offset) { continue }
                if let known = words[word.lowercased()], write < known.0 { continue }
                words[word.lowercased()] = (write, word, isPresent)
            }
        }
        let present = words.filter(\.value.2).sorted { $0.key < $1.key }.map(\.value.1)
        if present.isEmpty, case .texts? = whole?.1 { return .texts([]) }
        return present.isEmpty ? whole?.1 : .texts(present)
    }
}
