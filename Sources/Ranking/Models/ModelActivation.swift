// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
internal import JSON

/// Which model is the active one: the record `active` of `<id>.models`.
public struct ModelActivation: Hashable, Sendable {
    /// The number of the activation, from 1, one higher with each; a model that is activated again gets a new one.
    public var sequence: Int64
    /// The model's digest.
    public var model: String
    /// When it was activated, by the clock of whoever did it.
    public var at: Timestamp

    /// The activation of `model` under the number `sequence`.
    public init(sequence: Int64, model: String, at: Timestamp) {
        self.sequence = sequence
        self.model = model
        self.at = at
    }

    /// The bytes of the record's value.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 160)
        writer.beginObject()
        writer.member("sequence", sequence)
        writer.member("model", model)
        writer.member("activated_at", at)
        writer.endObject()
        return writer.bytes
    }

    /// The activation in the bytes of a value.
    ///
    /// - Throws: `PublishedRecordError` naming the member that is missing or wrong.
    public init(encoded bytes: [UInt8]) throws(PublishedRecordError) {
        var document = JSONDocument.forRecords()
        try document.parse(record: bytes)
        self.init(
            sequence: try document.whole("sequence", of: document.root),
            model: try document.text("model", of: document.root),
            at: try document.moment("activated_at", of: document.root)
        )
    }
}
