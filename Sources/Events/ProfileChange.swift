// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A change of an account's profile: a JSON merge patch (RFC 7396), and words added to or removed from sets.
public struct ProfileChange: Hashable, Sendable {
    /// The change of one field by merge patch.
    public struct Assignment: Hashable, Sendable {
        /// The field's name, such as `industry`.
        public var field: String
        /// The new value; nil removes the field (JSON `null`).
        public var value: AttributeValue?

        /// Sets `field` to `value`, or removes it.
        public init(field: String, value: AttributeValue?) {
            self.field = field
            self.value = value
        }
    }

    /// Words of one set field.
    public struct Words: Hashable, Sendable {
        /// The set field's name, such as `technologies`.
        public var field: String
        /// The words.
        public var words: [String]

        /// The `words` of `field`.
        public init(field: String, words: [String]) {
            self.field = field
            self.words = words
        }
    }

    /// Fields written whole, in the order in which they were sent.
    public var set: [Assignment]
    /// Words added to set fields.
    public var add: [Words]
    /// Words removed from set fields.
    public var remove: [Words]

    /// A change of the given fields.
    public init(set: [Assignment] = [], add: [Words] = [], remove: [Words] = []) {
        self.set = set
        self.add = add
        self.remove = remove
    }
}
