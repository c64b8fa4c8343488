// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// What stands for a person in the memory of an account: a hash of the opaque id, so that little is kept.
enum PersonKey {
    /// The key of `person`, in UTF-8.
    static func key(of person: Span<UInt8>) -> UInt64 {
        EventIdentity.hash(source: "person".utf8.span, id: person)
    }
}
