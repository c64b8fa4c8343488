// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Stands in for the identity hash of Events until that arrives.
enum EventIdentity {
    static func hash(source: String, id: String) -> UInt64 {
        var hash = StableHash()
        for byte in source.utf8 { hash.combine(byte) }
        hash.combine(0 as UInt8)
        for byte in id.utf8 { hash.combine(byte) }
        return hash.value
    }
}
