// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// The few attributes of a signal that are kept to tell people about it.
///
/// At most four, chosen in the order of `names`; each text cut at 80 bytes, and all of them at 160 together, on
/// boundaries of Unicode scalars.
public struct SignalDetail: Hashable, Sendable {
    /// The attributes that are worth keeping, most telling first; state records name them by their places.
    public static let names: [String] = [
        "round", "amount_usd", "title", "technology", "change", "action", "page", "topic", "content",
        "summary", "headcount", "name", "location",
    ]

    /// The kept attributes, in the order of `names`.
    public var attributes: [Attribute]

    /// A detail of the given attributes, which have been chosen and cut already.
    public init(attributes: [Attribute] = []) {
        self.attributes = attributes
    }
}
