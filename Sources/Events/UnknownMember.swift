// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A member of a JSON object that this version does not know: kept as it came, and ignored.
public struct UnknownMember: Hashable, Sendable {
    /// The member's name.
    public var name: String
    /// Its value as compact JSON text (UTF-8).
    public var json: [UInt8]

    /// The member `name` with its value as JSON text.
    public init(name: String, json: [UInt8]) {
        self.name = name
        self.json = json
    }
}
