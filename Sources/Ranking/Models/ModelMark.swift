// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import JSON

/// The value of a record `ready` or `merged` of `<id>.models`: which model the sequence stood for.
///
/// Two first starts at the same moment may both write sequence 1; the digest tells whose mark it is.
public struct ModelMark: Hashable, Sendable {
    /// The model's digest.
    public var model: String

    /// A mark for `model`.
    public init(model: String) {
        self.model = model
    }

    /// The bytes of the record's value.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 100)
        writer.beginObject()
        writer.member("model", model)
        writer.endObject()
        return writer.bytes
    }

    /// The mark in the bytes of a value.
    ///
    /// - Throws: `PublishedRecordError` naming the member that is missing or wrong.
    public init(encoded bytes: [UInt8]) throws(PublishedRecordError) {
        var document = JSONDocument.forRecords()
        try document.parse(record: bytes)
        self.init(model: try document.text("model", of: document.root))
    }
}
