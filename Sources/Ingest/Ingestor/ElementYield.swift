// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// What one element of a record yields.
struct ElementYield {
    var events: [Event] = []
    var aliases: [Alias] = []

    /// Takes aliases, and the events that retire the accounts which they replace.
    mutating func take(_ aliases: [Alias], recordedTime: Timestamp) {
        self.aliases += aliases
        events += aliases.compactMap { $0.supersededEvent(recordedTime: recordedTime) }
    }
}
