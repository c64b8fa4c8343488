// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Something in a configuration that works and is dangerous.
public struct ConfigurationWarning: Hashable, Sendable, CustomStringConvertible {
    /// Where it stands.
    public var place: ConfigurationPlace
    /// What it means and what to do.
    public var message: String

    /// A warning about the given place.
    public init(_ place: ConfigurationPlace, _ message: String) {
        self.place = place
        self.message = message
    }

    /// One line: `file:line: key: message`.
    public var description: String { place.fault(message).description }
}
