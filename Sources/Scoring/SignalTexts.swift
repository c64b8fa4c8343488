// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// What people are told of the signals that an account remembers: their ids and details, in one piece of memory.
///
/// Of a signal there is: its id, how many attributes are kept, and of each its name (the place in
/// `SignalDetail.names`, or their number and a text), the type of its value and the value. A text is its length and
/// its bytes, a length is a varint.
struct SignalTexts: Sendable {
    /// The type of a value.
    enum ValueType: UInt8 {
        case text, number, no, yes, texts
    }

    private(set) var bytes: [UInt8] = []
    /// How many of the bytes belong to signals that are still remembered.
    private var used: UInt32 = 0

    /// No texts.
    init() {}

    /// The bytes of memory that the texts take.
    var byteCount: Int { bytes.capacity }

    /// The bytes of what is still remembered.
    var usedByteCount: Int { Int(used) }

    /// Makes room for `count` bytes in all.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Whether the next signal may need more memory although a third is of signals that are gone.
    var isSparse: Bool {
        bytes.capacity - bytes.count < Self.usualByteCount && bytes.count > usedByteCount + usedByteCount / 2
    }

    /// More bytes than most signals have.
    private static let usualByteCount = 128

    /// Gives up what is told of the signal at `place`.
    mutating func remove(_ place: Range<Int>) {
        used -= UInt32(place.count)
    }

    /// Adds what `other` tells of the signal at `place`; where it is here.
    mutating func append(_ place: Range<Int>, of other: SignalTexts) -> Range<Int> {
        let start = bytes.count
        makeRoom(for: place.count)
        append(bytesOf: other.bytes.span.extracting(place))
        return finish(from: start)
    }

    /// Adds what is worth keeping of `signal`; where it is.
    mutating func append(_ signal: borrowing CompactSignal) -> Range<Int> {
        let start = bytes.count
        let told = ToldAttributes(of: signal)
        // Written aside and added at once: an array looks at itself for each byte that it takes.
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: SignalTextWriter.largest) { room in
            var writer = unsafe SignalTextWriter(room)
            writer.write(id: signal.bytes.span.extracting(signal.id))
            writer.write(byte: UInt8(told.count))
            for number in 0..<told.count {
                let (name, attribute) = told[number]
                writer.write(byte: UInt8(name))
                writer.write(signal.attributes[attribute].value, of: signal)
            }
            unsafe makeRoom(for: writer.written.count)
            unsafe bytes.append(contentsOf: writer.written)
        }
        return finish(from: start)
    }

    /// Adds an id and a detail as they are; where they are.
    mutating func append(id: String, _ detail: SignalDetail) -> Range<Int> {
        let start = bytes.count
        append(id.utf8.span)
        append(detail.attributes.count)
        for attribute in detail.attributes {
            let known = SignalDetail.names.firstIndex(of: attribute.name)
            bytes.append(UInt8(known ?? SignalDetail.names.count))
            if known == nil { append(attribute.name.utf8.span) }
            append(attribute.value)
        }
        return finish(from: start)
    }

    /// Makes room for `count` bytes more.
    ///
    /// By a half, where an array would take twice as much: a third of the memory of texts was room.
    private mutating func makeRoom(for count: Int) {
        let needed = bytes.count + count
        guard needed > bytes.capacity else { return }
        bytes.reserveCapacity(max(needed, bytes.capacity + bytes.capacity / 2))
    }

    private mutating func finish(from start: Int) -> Range<Int> {
        used += UInt32(bytes.count - start)
        return start..<bytes.count
    }

    // MARK: Values

    private mutating func append(_ value: AttributeValue) {
        switch value {
        case .number(let number): append(number)
        case .boolean(let truth): bytes.append((truth ? ValueType.yes : .no).rawValue)
        case .string(let text):
            bytes.append(ValueType.text.rawValue)
            append(text.utf8.span)
        case .strings(let texts):
            bytes.append(ValueType.texts.rawValue)
            append(texts.count)
            for text in texts { append(text.utf8.span) }
        }
    }

    private mutating func append(_ number: Double) {
        bytes.append(ValueType.number.rawValue)
        for shift in 0..<8 {
            bytes.append(UInt8(truncatingIfNeeded: number.bitPattern >> UInt64(shift * 8)))
        }
    }

    @inline(__always)
    private mutating func append(_ text: borrowing Span<UInt8>) {
        append(text.count)
        append(bytesOf: text)
    }

    @inline(__always)
    private mutating func append(bytesOf text: borrowing Span<UInt8>) {
        unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ length: Int) {
        var rest = length
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    // MARK: Reading

    /// Whether the id of the signal at `left` comes before that of the one at `right` in byte order.
    func idPrecedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        var (left, right) = (left.lowerBound, right.lowerBound)
        let (leftText, rightText) = (text(&left), text(&right))
        return bytes[leftText].lexicographicallyPrecedes(bytes[rightText])
    }

    /// The id and the detail of the signal at `place`.
    func read(_ place: Range<Int>) -> (id: String, detail: SignalDetail) {
        var position = place.lowerBound
        let id = string(&position)
        let count = length(&position)
        var detail = SignalDetail()
        detail.attributes.reserveCapacity(count)
        for _ in 0..<count {
            let number = Int(bytes[position])
            position += 1
            let name =
                number < SignalDetail.names.count ? SignalDetail.names[number] : string(&position)
            detail.attributes.append(Attribute(name, value(&position)))
        }
        return (id, detail)
    }

    private func value(_ position: inout Int) -> AttributeValue {
        let type = ValueType(rawValue: bytes[position])
        position += 1
        switch type {
        case .text: return .string(string(&position))
        case .no, nil: return .boolean(false)
        case .yes: return .boolean(true)
        case .number:
            var bits: UInt64 = 0
            for shift in 0..<8 { bits |= UInt64(bytes[position + shift]) << UInt64(shift * 8) }
            position += 8
            return .number(Double(bitPattern: bits))
        case .texts:
            let count = length(&position)
            return .strings((0..<count).map { _ in string(&position) })
        }
    }

    private func string(_ position: inout Int) -> String {
        let range = text(&position)
        // They were texts when they came, and were cut between characters.
        return unsafe String(copying: UTF8Span(unchecked: bytes.span.extracting(range)))
    }

    private func text(_ position: inout Int) -> Range<Int> {
        let count = length(&position)
        defer { position += count }
        return position..<position + count
    }

    private func length(_ position: inout Int) -> Int {
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
