// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What is known of an account: its fields, each with the stamps of its writes.
public struct Profile: Hashable, Sendable {
    /// The fields that have a meaning of their own, in byte order; state records name them by their places.
    public static let knownFields = [
        "country", "employees", "flags", "industry", "name", "owner", "reachable_contacts", "region",
        "revenue_usd",
        "segment", "stage", "technologies", "tier",
    ]
    /// How many fields of other names a profile keeps, removed ones included.
    public static let freeFieldLimit = 64
    /// How many bytes a profile may have: its texts, and for each field and each word what its stamp takes.
    public static let byteLimit = 36_864

    /// The fields, in byte order of their names; removed ones keep their stamps.
    public var fields: [ProfileField]

    /// A profile of the given fields, which are in byte order of their names; empty without them.
    public init(fields: [ProfileField] = []) {
        self.fields = fields
    }

    /// The value of the field `name`; nil if it is not known.
    ///
    /// The words of a set are in the order of their bytes with ASCII letters folded.
    public subscript(field name: String) -> AttributeValue? {
        let span = fields.span
        for place in span.indices where Self.areEqual(span[place].name, name) { return span[place].value }
        return nil
    }

    /// The fields that are known, in byte order of their names.
    public var attributes: [Attribute] {
        fields.compactMap { field in field.value.map { Attribute(field.name, $0) } }
    }

    /// Applies `change`, written at `stamp`: first the whole writes, then what is added, then what is removed.
    ///
    /// Each write wins or loses by itself. Answers whether any part won, and how many parts were beyond the limits.
    @discardableResult
    public mutating func apply(_ change: ProfileChange, at stamp: Stamp) -> (changed: Bool, ignored: Int) {
        var result = ProfileChangeResult()
        var room = Self.byteLimit - bytes
        for assignment in change.set {
            result.merge(
                update(assignment.field, room: &room) { field, room in
                    field.write(assignment.value, at: stamp, room: &room)
                }
            )
        }
        for (words, isPresent) in change.add.map({ ($0, true) }) + change.remove.map({ ($0, false) }) {
            for word in words.words {
                result.merge(
                    update(words.field, room: &room) { field, room in
                        field.put(word, isPresent: isPresent, at: stamp, room: &room)
                    }
                )
            }
        }
        return (result.changed, result.ignored)
    }

    /// What the profile takes of `byteLimit`.
    var bytes: Int { fields.reduce(0) { $0 + $1.bytes } }

    /// Updates the field `name`, or a new one if there is room; `room` is what is left of `byteLimit`.
    private mutating func update(
        _ name: String,
        room: inout Int,
        _ body: (inout ProfileField, inout Int) -> ProfileChangeResult
    ) -> ProfileChangeResult {
        let known = place(of: name)
        if known < fields.count, Self.areEqual(fields[known].name, name) {
            return body(&fields[known], &room)
        }
        var field = ProfileField(name: name)
        let bytes = field.bytes
        guard bytes <= room else { return ProfileChangeResult(ignored: 1) }
        room -= bytes
        let result = body(&field, &room)
        // Nothing of it was kept.
        guard field.written != nil || !field.words.isEmpty, makeRoom(for: name, &room) else {
            room += field.bytes
            return ProfileChangeResult(ignored: max(result.ignored, 1))
        }
        fields.insert(field, at: place(of: name))
        return result
    }

    /// Whether a new field `name` can be kept; the stamps of the longest removed free field go for it.
    private mutating func makeRoom(for name: String, _ room: inout Int) -> Bool {
        guard !Self.isKnown(name) else { return true }
        let free = fields.indices.filter { !Self.isKnown(fields[$0].name) }
        guard free.count >= Self.freeFieldLimit else { return true }
        let removed = free.filter { fields[$0].value == nil }
        guard let oldest = removed.min(by: { precedes(fields[$0], fields[$1]) }) else { return false }
        room += fields.remove(at: oldest).bytes
        return true
    }

    private func precedes(_ left: ProfileField, _ right: ProfileField) -> Bool {
        guard let left = left.newestStamp, let right = right.newestStamp else {
            return left.newestStamp == nil
        }
        return left < right
    }

    /// The index of the first field whose name is not before `name`.
    private func place(of name: String) -> Int {
        var low = 0
        var high = fields.count
        while low < high {
            let middle = (low + high) / 2
            if Self.precedes(fields[middle].name, name) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    private static func isKnown(_ name: String) -> Bool {
        knownFields.contains { areEqual($0, name) }
    }

    private static func areEqual(_ left: String, _ right: String) -> Bool {
        let left = left.utf8.span
        let right = right.utf8.span
        guard left.count == right.count else { return false }
        for place in left.indices where left[place] != right[place] { return false }
        return true
    }

    /// Whether `left` comes first in byte order.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        let left = left.utf8.span
        let right = right.utf8.span
        for place in 0..<min(left.count, right.count) where left[place] != right[place] {
            return left[place] < right[place]
        }
        return left.count < right.count
    }
}
