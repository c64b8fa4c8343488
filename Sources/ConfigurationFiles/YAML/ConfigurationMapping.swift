// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A mapping of a document that is being read, key by key.
///
/// It remembers which keys were asked for: after the reading, the others are faults.
public final class ConfigurationMapping {
    private let members: [ConfigurationNode.Member]
    private let path: String
    private let pattern: String
    private let line: Int
    private let column: Int
    private let reading: ConfigurationReading
    private var known: Set<String> = []
    private var knowsAll = false

    init(
        members: [ConfigurationNode.Member],
        path: String,
        pattern: String,
        line: Int,
        column: Int,
        reading: ConfigurationReading
    ) {
        self.members = members
        self.path = path
        self.pattern = pattern
        self.line = line
        self.column = column
        self.reading = reading
        reading.open(self)
    }

    /// Whether the mapping holds `key`; does not make the key known.
    public func contains(_ key: String) -> Bool {
        members.contains { $0.key == key }
    }

    /// The value of `key`, or nil if it is not there.
    public func optional(_ key: String) -> ConfigurationValue? {
        known.insert(key)
        reading.note(knownKey: join(pattern, key))
        return members.first { $0.key == key }.map { value(of: $0, pattern: join(pattern, key)) }
    }

    /// The value of `key`; its absence is a fault.
    public func required(_ key: String) -> ConfigurationValue? {
        guard let value = optional(key) else {
            reading.refuse("is missing", path: join(path, key), line: line, column: column)
            return nil
        }
        return value
    }

    /// All members in the file's order, for a mapping whose keys are free.
    public func all() -> [(key: String, value: ConfigurationValue)] {
        knowsAll = true
        reading.note(knownKey: join(pattern, "*"))
        return members.map { ($0.key, value(of: $0, pattern: join(pattern, "*"))) }
    }

    /// Notes a fault of the mapping as a whole.
    public func refuse(_ message: String) {
        reading.refuse(message, path: path, line: line, column: column)
    }

    /// Notes a fault of the key `key`, at its place if it is there.
    public func refuse(_ key: String, _ message: String) {
        refuse(place(of: key), message)
    }

    /// Where `key` stands, or the mapping if the key is not there.
    func place(of key: String) -> ConfigurationPlace {
        let member = members.first { $0.key == key }
        return ConfigurationPlace(
            file: reading.file,
            line: member?.line ?? line,
            column: member?.column ?? column,
            keyPath: join(path, key)
        )
    }

    /// Notes a fault at a place that was kept.
    func refuse(_ place: ConfigurationPlace, _ message: String) {
        reading.refuse(message, path: place.keyPath, line: place.line, column: place.column)
    }

    func refuseUnknownKeys() {
        guard !knowsAll else { return }
        for member in members where !known.contains(member.key) {
            reading.refuse(
                "is not a known key",
                path: join(path, member.key),
                line: member.line,
                column: member.column,
                suggestion: SpellingSuggestion.best(for: member.key, among: known)
            )
        }
    }

    private func value(of member: ConfigurationNode.Member, pattern: String) -> ConfigurationValue {
        ConfigurationValue(
            node: member.value,
            line: member.line,
            column: member.column,
            path: join(path, member.key),
            pattern: pattern,
            reading: reading
        )
    }

    private func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }
}
