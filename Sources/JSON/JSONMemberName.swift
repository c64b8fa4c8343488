// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A member's name while duplicates are looked for.
struct JSONMemberName: Comparable {
    /// Differs for most names that differ; equal for equal ones.
    let fingerprint: UInt64
    /// The name's position on the tape.
    let index: Int

    static func < (left: JSONMemberName, right: JSONMemberName) -> Bool {
        (left.fingerprint, left.index) < (right.fingerprint, right.index)
    }
}
