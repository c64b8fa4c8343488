// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import JSON

/// What a record and the events made of it may be at most; what exceeds it goes to the dead letters.
public struct IngestLimits: Hashable, Sendable {
    /// Limits of the record's value: bytes, depth, lengths of strings and numbers.
    public var json: JSONLimits
    /// Elements that one record may fan out into; 1 or more.
    public var fanOut: Int
    /// Bytes of text in all events of one record together; 1 or more.
    ///
    /// Bounds what a small record can blow up to.
    public var eventBytesPerRecord: Int
    /// Bytes of one event in the journal; 1 or more.
    public var eventBytes: Int
    /// Bytes of one text of an event (UTF-8); 1 or more.
    public var textBytes: Int
    /// Attributes of a signal, or fields of a profile change; 1 or more.
    public var attributes: Int
    /// Words of one list; 1 or more.
    public var words: Int

    /// Limits; the defaults suit the vendors that presets exist for.
    public init(
        json: JSONLimits = JSONLimits(),
        fanOut: Int = 1000,
        eventBytesPerRecord: Int = 8 << 20,
        eventBytes: Int = 1 << 20,
        textBytes: Int = 16 << 10,
        attributes: Int = 64,
        words: Int = 512
    ) {
        self.json = json
        self.fanOut = max(fanOut, 1)
        self.eventBytesPerRecord = max(eventBytesPerRecord, 1)
        self.eventBytes = max(eventBytes, 1)
        self.textBytes = max(textBytes, 1)
        self.attributes = max(attributes, 1)
        self.words = max(words, 1)
    }
}
