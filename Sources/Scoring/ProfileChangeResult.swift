// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a change of a profile came to.
struct ProfileChangeResult: Hashable, Sendable {
    /// Whether any part of it was newer than what was known.
    var changed = false
    /// How many of its fields and words were beyond the limits.
    var ignored = 0

    /// Takes in what another part of the change came to.
    mutating func merge(_ other: ProfileChangeResult) {
        changed = changed || other.changed
        ignored += other.ignored
    }
}
