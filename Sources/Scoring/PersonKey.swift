// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// What stands for a person in the memory of an account: a hash of the opaque id, so that little is kept.
enum PersonKey {
    /// The key of `person`.
    static func key(of person: String) -> UInt64 {
        EventIdentity.hash(source: "person", id: person)
    }
}
