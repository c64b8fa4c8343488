// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON

/// What people are told of a signal, its id and details, as bytes.
///
/// There is: the id, how many attributes are kept, and of each its name (the place in `SignalDetail.names`, or their
/// number and a text), the type of its value and the value. A text is its length and its bytes, a length is a varint.
/// `SignalEntryWriter` writes it.
enum SignalTexts {
    /// The type of a value.
    enum ValueType: UInt8 {
        case text, number, no, yes, texts
    }

    /// Whether the id that `left` begins with comes before that of `right` in byte order.
    static func idPrecedes(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        var (leftPlace, rightPlace) = (0, 0)
        let leftText = text(left, &leftPlace)
        let rightText = text(right, &rightPlace)
        let left = left.extracting(leftText)
        let right = right.extracting(rightText)
        for place in 0..<min(left.count, right.count) where left[place] != right[place] {
            return left[place] < right[place]
        }
        return left.count < right.count
    }

    /// The id and the detail that stand at the beginning of `bytes`.
    static func read(_ bytes: Span<UInt8>) -> (id: String, detail: SignalDetail) {
        var position = 0
        let id = string(bytes, text(bytes, &position))
        var detail = SignalDetail()
        detail.attributes.reserveCapacity(length(bytes, &position))
        forEachAttribute(bytes) { attribute in
            let name = attribute.ownName.map { string(bytes, $0) } ?? SignalDetail.names[attribute.name]
            detail.attributes.append(Attribute(name, value(attribute.value, in: bytes)))
        }
        return (id, detail)
    }

    private static func value(_ value: KeptAttribute.Value, in bytes: Span<UInt8>) -> AttributeValue {
        switch value {
        case .text(let text): return .string(string(bytes, text))
        case .number(let bits): return .number(Double(bitPattern: bits))
        case .boolean(let truth): return .boolean(truth)
        case .texts(let count, var position):
            return .strings((0..<count).map { _ in string(bytes, text(bytes, &position)) })
        }
    }

    private static func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        // They were texts when they came, and were cut between characters.
        unsafe String(copying: UTF8Span(unchecked: bytes.extracting(range)))
    }

    // MARK: Part by part

    /// An attribute as it stands in the bytes.
    struct KeptAttribute {
        /// A value; texts are where they stand in the bytes.
        enum Value {
            case text(Range<Int>)
            /// The bits of a number.
            case number(UInt64)
            case boolean(Bool)
            /// So many texts, of which the first begins here.
            case texts(Int, from: Int)
        }

        /// The place of its name in `SignalDetail.names`, or their number.
        let name: Int
        /// Its name, if that is none of these.
        let ownName: Range<Int>?
        let value: Value
    }

    /// Gives each attribute behind the id that `bytes` begin with to `body`.
    @inline(__always)
    static func forEachAttribute(_ bytes: Span<UInt8>, _ body: (KeptAttribute) -> Void) {
        var position = 0
        _ = text(bytes, &position)
        for _ in 0..<length(bytes, &position) { body(attribute(bytes, &position)) }
    }

    private static func attribute(_ bytes: Span<UInt8>, _ position: inout Int) -> KeptAttribute {
        let name = Int(bytes[position])
        position += 1
        let ownName = name < SignalDetail.names.count ? nil : text(bytes, &position)
        let type = ValueType(rawValue: bytes[position])
        position += 1
        let value: KeptAttribute.Value
        switch type {
        case .text: value = .text(text(bytes, &position))
        case .no, nil: value = .boolean(false)
        case .yes: value = .boolean(true)
        case .number:
            value = .number(bytes.word(at: position))
            position += 8
        case .texts:
            let count = length(bytes, &position)
            value = .texts(count, from: position)
            for _ in 0..<count { _ = text(bytes, &position) }
        }
        return KeptAttribute(name: name, ownName: ownName, value: value)
    }

    /// Where the text at `position` stands, which is then behind it.
    static func text(_ bytes: Span<UInt8>, _ position: inout Int) -> Range<Int> {
        let count = length(bytes, &position)
        defer { position += count }
        return position..<position + count
    }

    /// The length at `position`, which is then behind it.
    static func length(_ bytes: Span<UInt8>, _ position: inout Int) -> Int {
        var length = 0
        var shift = 0
        while true {
            let byte = bytes[position]
            position += 1
            length |= Int(byte & 0x7f) << shift
            if byte < 0x80 { return length }
            shift += 7
        }
    }
}
