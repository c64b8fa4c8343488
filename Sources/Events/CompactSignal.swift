// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import JSON

/// A signal event as the fold reads it: all of its texts in one piece of memory, which is used again for the next.
///
/// `Event` costs an allocation for most of its texts; a journal is folded without any. `read` fills one in from a
/// record of the journal, `receive` from what somebody sent, `init` from an event. Texts are ranges of `bytes`, in
/// UTF-8.
///
/// The compiler copies all 152 bytes for a call that is lent a signal in a variable: whoever asks it short questions for
/// each event has them put in place (`@inline(__always)`), or lends `bytes` alone.
public struct CompactSignal: Sendable {
    /// A named value of the signal.
    public struct Attribute: Sendable {
        /// What an attribute holds.
        public enum Value: Sendable {
            /// One text, a range of `bytes`.
            case text(Range<Int>)
            /// A finite number.
            case number(Double)
            /// A truth value.
            case boolean(Bool)
            /// Several texts: a range of `lists`, whose elements are ranges of `bytes`.
            case texts(Range<Int>)
        }

        /// Its name, unique within the signal.
        public let name: Range<Int>
        /// Its value.
        public let value: Value
    }

    /// The CloudEvents `type` of signals.
    public static let type = "hotlist.signal.v1"

    /// The bytes of all texts.
    public internal(set) var bytes: [UInt8] = []
    /// The texts of attributes that hold several.
    public private(set) var lists: [Range<Int>] = []
    /// The attributes, in the order in which they were sent.
    public private(set) var attributes: [Attribute] = []
    /// The sender's identifier, unique within `source`.
    public package(set) var id = 0..<0
    /// Who sent it.
    public package(set) var source = 0..<0
    /// The account's domain.
    public package(set) var account = 0..<0
    /// The kind.
    public package(set) var kind = 0..<0
    /// The person behind it.
    public package(set) var person: Range<Int>?
    /// The vendor that reported it.
    public package(set) var vendor: Range<Int>?
    /// Whether no text needs an escape in JSON, so that they need not be looked for; where it is false, some may.
    var hasPlainTexts = true
    /// Whether it was read from a document with members that this version does not know, which are not kept.
    public internal(set) var hasUnknownMembers = false
    /// When it happened.
    public package(set) var time = Timestamp(milliseconds: 0)
    /// When `ingest` accepted it.
    public package(set) var recordedTime = Timestamp(milliseconds: 0)

    /// No signal yet.
    public init() {
        bytes.reserveCapacity(512)
    }

    /// The `signal` that `event` holds.
    public init(_ signal: Signal, of event: Event) {
        id = append(event.id.utf8.span)
        source = append(event.source.utf8.span)
        account = append(event.account.domain.utf8.span)
        kind = append(signal.kind.utf8.span)
        person = signal.person.map { append($0.utf8.span) }
        vendor = signal.vendor.map { append($0.utf8.span) }
        time = event.time
        recordedTime = event.recordedTime
        for attribute in signal.attributes {
            let name = append(attribute.name.utf8.span)
            switch attribute.value {
            case .string(let text): append(name, .text(append(text.utf8.span)))
            case .number(let number): append(name, .number(number))
            case .boolean(let truth): append(name, .boolean(truth))
            case .strings(let texts):
                let start = lists.count
                for text in texts { appendListed(append(text.utf8.span)) }
                append(name, .texts(start..<lists.count))
            }
        }
    }

    /// The value of the attribute of this name, in UTF-8.
    @inlinable @inline(__always)
    public subscript(attribute name: Span<UInt8>) -> Attribute.Value? {
        for place in attributes.indices where holds(attributes[place].name, name) {
            return attributes[place].value
        }
        return nil
    }

    /// Whether a text of the signal is exactly `other`.
    @inlinable @inline(__always)
    public func holds(_ text: Range<Int>, _ other: Span<UInt8>) -> Bool {
        guard text.count == other.count else { return false }
        return bytes.span.extracting(text).isEqual(to: other)
    }

    // MARK: Filling it

    /// Begins a signal, in place of what is here, of whose texts those of the document are, where `range(of:)` says.
    package mutating func begin(_ document: borrowing JSONDocument) {
        removeAll()
        document.copyStrings(to: &bytes)
        hasPlainTexts = document.hasPlainStrings
    }

    /// Forgets the signal and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        if !lists.isEmpty { lists.removeAll(keepingCapacity: true) }
        attributes.removeAll(keepingCapacity: true)
        id = 0..<0
        source = 0..<0
        account = 0..<0
        kind = 0..<0
        person = nil
        vendor = nil
        hasPlainTexts = true
        hasUnknownMembers = false
    }

    /// Adds a text.
    @inline(__always)
    package mutating func append(_ text: borrowing Span<UInt8>) -> Range<Int> {
        hasPlainTexts = hasPlainTexts && !JSONWriter.needsEscape(text)
        let start = bytes.count
        unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        return start..<bytes.count
    }

    /// Adds a text that is in the signal, its ASCII letters in lower case.
    package mutating func append(lowercased text: Range<Int>) -> Range<Int> {
        let start = bytes.count
        for place in text {
            let byte = bytes[place]
            bytes.append(byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte)
        }
        return start..<bytes.count
    }

    /// Adds a text of texts that are in the signal, with `separator` between them.
    package mutating func append(joining texts: [Range<Int>], by separator: UInt8) -> Range<Int> {
        let start = bytes.count
        for (position, text) in texts.enumerated() {
            if position > 0 { bytes.append(separator) }
            for place in text { bytes.append(bytes[place]) }
        }
        return start..<bytes.count
    }

    /// A text of the signal.
    package func string(_ text: Range<Int>) -> String {
        String(decoding: bytes[text], as: UTF8.self)
    }

    /// Adds a text of the list that is being filled.
    package mutating func appendListed(_ text: Range<Int>) {
        lists.append(text)
    }

    /// Adds an attribute.
    package mutating func append(_ name: Range<Int>, _ value: Attribute.Value) {
        attributes.append(Attribute(name: name, value: value))
    }
}
