// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A value of a document that is being read: it converts to a type, or notes why it cannot.
public struct ConfigurationValue {
    /// What is written.
    public let node: ConfigurationNode
    /// The line of its key (of itself, in a list).
    public let line: Int
    /// The column of its key (of itself, in a list).
    public let column: Int
    /// Its key and those above, as faults give it.
    public let path: String
    let pattern: String
    let reading: ConfigurationReading

    /// Notes a fault of this value.
    public func refuse(_ message: String, suggestion: String? = nil) {
        reading.refuse(message, path: path, line: line, column: column, suggestion: suggestion)
    }

    /// The mapping that it is.
    public func mapping() -> ConfigurationMapping? {
        guard case .mapping(let members) = node.content else {
            refuse("must be a mapping (`key: value` lines)\(butIs)")
            return nil
        }
        return ConfigurationMapping(
            members: members,
            path: path,
            pattern: pattern,
            line: line,
            column: column,
            reading: reading
        )
    }

    /// The values of the list that it is; an empty list is a fault unless `allowingEmpty`.
    public func list(allowingEmpty: Bool = false) -> [ConfigurationValue]? {
        guard case .list(let nodes) = node.content else {
            refuse("must be a list (`[a, b]`, or lines that begin with `-`)\(butIs)")
            return nil
        }
        if nodes.isEmpty, !allowingEmpty {
            refuse("must not be empty")
            return nil
        }
        return nodes.enumerated().map { index, node in
            ConfigurationValue(
                node: node,
                line: node.line,
                column: node.column,
                path: "\(path)[\(index)]",
                pattern: "\(pattern)[]",
                reading: reading
            )
        }
    }

    /// The text that it is, quoted or not; never empty.
    public func text() -> String? {
        guard case .scalar(let text, _) = node.content, !node.isNull else {
            refuse("must be text\(butIs)")
            return nil
        }
        guard !text.isEmpty else {
            refuse("must not be empty")
            return nil
        }
        guard !text.unicodeScalars.contains(where: Self.breaksLine) else {
            refuse("must not hold control characters or line ends")
            return nil
        }
        return text
    }

    /// The list of texts that it is, of at least one.
    public func texts() -> [String]? {
        list()?.compactMap { $0.text() }
    }

    /// `true` or `false`.
    public func boolean() -> Bool? {
        guard case .scalar(let text, quoted: false) = node.content, let value = Bool(text) else {
            refuse("must be `true` or `false`\(butIs)")
            return nil
        }
        return value
    }

    /// One of the cases of a type, by its raw value.
    public func choice<Choice>(of type: Choice.Type = Choice.self) -> Choice?
    where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
        let names = type.allCases.map(\.rawValue)
        guard case .scalar(let text, _) = node.content, let value = Choice(rawValue: text) else {
            var suggestion: String?
            if case .scalar(let text, _) = node.content {
                suggestion = SpellingSuggestion.best(for: text, among: Set(names))
            }
            refuse("must be \(Self.alternatives(names))\(butIs)", suggestion: suggestion)
            return nil
        }
        return value
    }

    /// Whether `name` is a word of a-z, 0-9, `_`, `-` and `.`: what kinds and presets are called.
    static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(byte)
            }
    }

    /// `, but is …`: what is there instead, for a message.
    var butIs: String {
        switch node.content {
        case .mapping: ", but is a mapping"
        case .list: ", but is a list"
        case .scalar where node.isNull: ", but nothing is given"
        case .scalar(let text, quoted: true): ", but is the text \(Self.quote(text))"
        case .scalar(let text, quoted: false): ", but is \(Self.quote(text))"
        }
    }

    /// Whether a character ends a line or controls a terminal; names and words have none.
    private static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory != .format && isInvisible(scalar)
    }

    /// Whether a character could break a line, hide or turn round what stands beside it.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// A piece of the file for a message: cut, and without control characters.
    static func quote(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { isInvisible($0) ? " " : Character($0) }
        return "`\(String(scalars.prefix(40)))\(scalars.count > 40 ? "…" : "")`"
    }

    /// Names as an enumeration: `a`, `b` or `c`.
    static func alternatives(_ names: [String]) -> String {
        let quoted = names.map { "`\($0)`" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
        return "\(quoted.dropLast().joined(separator: ", ")) or \(last)"
    }
}
