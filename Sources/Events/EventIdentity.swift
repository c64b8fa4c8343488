// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The identity of an event, as the fold remembers it.
public enum EventIdentity {
    /// A 64-bit hash of `source` and `id`: SipHash-2-4 of the bytes of `source`, one zero byte and those of `id`.
    ///
    /// The key is the sixteen ASCII bytes `hotlist.identity`, so that the hash is the same everywhere and for ever.
    /// Two events of one account collide once in about 2^64 / n² for n remembered ones; neither `source` nor `id`
    /// of a valid event holds a zero byte, so that no two pairs hash the same bytes.
    public static func hash(source: String, id: String) -> UInt64 {
        hash(source: source.utf8.span, id: id.utf8.span)
    }

    /// The hash of a source and an id in UTF-8, as above.
    public static func hash(source: Span<UInt8>, id: Span<UInt8>) -> UInt64 {
        var hash = begin(source: source)
        hash.update(id)
        return hash.finish()
    }

    /// The beginning of such a hash, to which the bytes of the id are to be added.
    package static func begin(source: Span<UInt8>) -> SipHash24 {
        var hash = SipHash24(key: (0x2E74_7369_6C74_6F68, 0x7974_6974_6E65_6469))
        hash.update(source)
        hash.update(0)
        return hash
    }
}
