// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// Writes what `SignalHistory` keeps of a signal behind all rows, into memory for the longest that may be: the words that
/// not every signal has, and its texts as `SignalTexts` reads them.
@safe
struct SignalEntryWriter {
    /// The most bytes of a signal of which is kept what is worth it: the words, an id, and four attributes of which each
    /// may be longer by a few bytes until it is cut.
    static let largest = wordBytes + 2 + KeptText.idBytes + 4 * (6 + KeptText.attributeBytes)

    private static let wordBytes = 4 * 8

    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private var count = 0
    /// How many bytes of texts may still be kept.
    private var room = KeptText.detailBytes

    /// A writer to the beginning of `bytes`, which have room for what will be written and are there as long as the
    /// writer is.
    init(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
        unsafe self.bytes = bytes
    }

    /// What has been written.
    var written: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(rebasing: bytes[..<count]) }

    /// Writes the words of a signal that not every signal has.
    mutating func writeRareWords(of terms: SignalTerms) {
        let shape = SignalShape(terms)
        if shape.has(.person) { write(word: terms.person ?? 0) }
        if shape.has(.groupKey) { write(word: terms.groupKey ?? 0) }
        if shape.has(.group) { write(word: UInt64(bitPattern: terms.group ?? 0)) }
        if shape.has(.strength) { write(word: terms.strength.bitPattern) }
    }

    /// Writes a byte.
    mutating func write(byte: UInt8) {
        unsafe bytes[count] = byte
        count += 1
    }

    /// Writes a word, the lowest byte first.
    mutating func write(word: UInt64) {
        unsafe UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(bytes)[count..<count + 8]
        )
        .storeBytes(of: word.littleEndian, as: UInt64.self)
        count += 8
    }

    private mutating func write(_ text: Span<UInt8>) {
        unsafe text.withUnsafeBytes { text in
            unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[count...])
                .copyMemory(from: text)
        }
        count += text.count
    }

    // MARK: What is worth keeping

    /// Writes what is worth keeping of a signal's texts.
    mutating func write(_ signal: borrowing CompactSignal) {
        let told = ToldAttributes(of: signal)
        let id = signal.bytes.span.extracting(signal.id)
        let end = KeptText.end(id, limit: KeptText.idBytes)
        write(byte: UInt8(end))
        write(id.extracting(0..<end))
        write(byte: UInt8(told.count))
        for number in 0..<told.count {
            let (name, attribute) = told[number]
            write(byte: UInt8(name))
            write(signal.attributes[attribute].value, of: signal)
        }
    }

    private mutating func write(_ value: CompactSignal.Attribute.Value, of signal: borrowing CompactSignal) {
        switch value {
        case .number(let number):
            write(.number)
            write(word: number.bitPattern)
        case .boolean(let truth):
            write(truth ? .yes : .no)
        case .text(let text):
            let start = beginText()
            let text = signal.bytes.span.extracting(text)
            write(text.extracting(0..<KeptText.end(text, limit: min(KeptText.attributeBytes, room))))
            endText(from: start)
        case .texts(let texts):
            // One text, the elements joined by `, `, up to the byte behind what is kept.
            let start = beginText()
            let end = start + min(KeptText.attributeBytes, room) + 1
            for place in texts where count < end {
                if place > texts.lowerBound {
                    write(byte: UInt8(ascii: ","))
                    write(byte: UInt8(ascii: " "))
                }
                write(signal.bytes.span.extracting(signal.lists[place].prefix(max(0, end - count))))
            }
            endText(from: start)
        }
    }

    /// Begins a text that is shorter than 128 bytes in the end, so that its length is one byte; where it begins.
    private mutating func beginText() -> Int {
        write(.text)
        write(byte: 0)
        return count
    }

    /// Cuts the text that begins at `start` to what is kept.
    private mutating func endText(from start: Int) {
        let text = unsafe UnsafeBufferPointer(rebasing: bytes[start..<count])
        let end = unsafe KeptText.end(text.span, limit: min(KeptText.attributeBytes, room))
        unsafe bytes[start - 1] = UInt8(end)
        count = start + end
        room -= end
    }

    // MARK: What was kept

    /// More bytes than are written of one of the signals in a record of `count` bytes.
    static func largest(inRecordOf count: Int) -> Int { wordBytes + 2 * count + lengthBytes }

    /// More bytes than are written of a signal with this id and detail.
    static func largest(id: String, _ detail: SignalDetail) -> Int {
        var bytes = wordBytes + id.utf8.count + 2 * lengthBytes
        for attribute in detail.attributes {
            bytes += 2 + 2 * lengthBytes + attribute.name.utf8.count
            switch attribute.value {
            case .number, .boolean: bytes += 8
            case .string(let text): bytes += text.utf8.count
            case .strings(let texts):
                bytes += texts.reduce(0) { $0 + lengthBytes + $1.utf8.count }
            }
        }
        return bytes
    }

    /// The most bytes of a varint.
    private static let lengthBytes = 10

    /// Writes an id and a detail as they are.
    mutating func write(id: String, _ detail: SignalDetail) {
        write(text: id.utf8.span)
        write(length: detail.attributes.count)
        for attribute in detail.attributes {
            let known = SignalDetail.names.firstIndex(of: attribute.name)
            write(byte: UInt8(known ?? SignalDetail.names.count))
            if known == nil { write(text: attribute.name.utf8.span) }
            write(attribute.value)
        }
    }

    private mutating func write(_ value: AttributeValue) {
        switch value {
        case .number(let number):
            write(.number)
            write(word: number.bitPattern)
        case .boolean(let truth): write(truth ? .yes : .no)
        case .string(let text):
            write(.text)
            write(text: text.utf8.span)
        case .strings(let texts):
            write(.texts)
            write(length: texts.count)
            for text in texts { write(text: text.utf8.span) }
        }
    }

    /// Writes the type of a value that is written next.
    mutating func write(_ type: SignalTexts.ValueType) { write(byte: type.rawValue) }

    /// Writes a text and its length.
    mutating func write(text: Span<UInt8>) {
        write(length: text.count)
        write(text)
    }

    /// Writes a length.
    mutating func write(length: Int) {
        var rest = length
        while rest >= 0x80 {
            write(byte: UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        write(byte: UInt8(truncatingIfNeeded: rest))
    }
}
