// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A part of a configuration document: a value, a list or a mapping, with its place in the file.
public struct ConfigurationNode: Hashable, Sendable {
    /// What a part of a document is.
    public enum Content: Hashable, Sendable {
        /// A single value as it is written; `quoted` if it can only be text.
        case scalar(String, quoted: Bool)
        /// Values one after another.
        case list([ConfigurationNode])
        /// Values by key, in the file's order; keys are unique.
        case mapping([Member])
    }

    /// A key and its value.
    public struct Member: Hashable, Sendable {
        /// The key.
        public var key: String
        /// Where the key is; its value may begin on a later line.
        public var line: Int
        /// The key's column.
        public var column: Int
        /// The value.
        public var value: ConfigurationNode
    }

    /// What it is.
    public var content: Content
    /// The line on which it begins, counted from 1.
    public var line: Int
    /// The column at which it begins, counted from 1 in Unicode scalars.
    public var column: Int

    /// The keys of a mapping; none of anything else.
    var keys: [String] {
        guard case .mapping(let members) = content else { return [] }
        return members.map(\.key)
    }

    /// Whether nothing is written, or `null` or `~`.
    var isNull: Bool {
        guard case .scalar(let text, quoted: false) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }
}
