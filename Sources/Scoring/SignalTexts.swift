// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

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
        let id = string(bytes, &position)
        let count = length(bytes, &position)
        var detail = SignalDetail()
        detail.attributes.reserveCapacity(count)
        for _ in 0..<count {
            let number = Int(bytes[position])
            position += 1
            let name =
                number < SignalDetail.names.count ? SignalDetail.names[number] : string(bytes, &position)
            detail.attributes.append(Attribute(name, value(bytes, &position)))
        }
        return (id, detail)
    }

    private static func value(_ bytes: Span<UInt8>, _ position: inout Int) -> AttributeValue {
        let type = ValueType(rawValue: bytes[position])
        position += 1
        switch type {
        case .text: return .string(string(bytes, &position))
        case .no, nil: return .boolean(false)
        case .yes: return .boolean(true)
        case .number:
            var bits: UInt64 = 0
            for shift in 0..<8 { bits |= UInt64(bytes[position + shift]) << UInt64(shift * 8) }
            position += 8
            return .number(Double(bitPattern: bits))
        case .texts:
            let count = length(bytes, &position)
            return .strings((0..<count).map { _ in string(bytes, &position) })
        }
    }

    private static func string(_ bytes: Span<UInt8>, _ position: inout Int) -> String {
        let range = text(bytes, &position)
        // They were texts when they came, and were cut between characters.
        return unsafe String(copying: UTF8Span(unchecked: bytes.extracting(range)))
    }

    private static func text(_ bytes: Span<UInt8>, _ position: inout Int) -> Range<Int> {
        let count = length(bytes, &position)
        defer { position += count }
        return position..<position + count
    }

    private static func length(_ bytes: Span<UInt8>, _ position: inout Int) -> Int {
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
