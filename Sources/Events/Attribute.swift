// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A named value of a signal or a profile.
public struct Attribute: Hashable, Sendable {
    /// The attribute's name, such as `amount_usd`.
    public var name: String
    /// Its value.
    public var value: AttributeValue

    /// The attribute `name` with `value`.
    public init(_ name: String, _ value: AttributeValue) {
        self.name = name
        self.value = value
    }
}
