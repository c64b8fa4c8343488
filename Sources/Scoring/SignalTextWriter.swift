// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// Writes what is kept of one signal's texts, as `SignalTexts` holds them, into memory for the longest that may be.
@safe
struct SignalTextWriter {
    /// The most bytes that are written for a signal: an id, and four attributes of which each may be longer by a few
    /// bytes until it is cut.
    static let largest = 2 + KeptText.idBytes + 4 * (6 + KeptText.attributeBytes)

    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private var count = 0
    /// How many bytes of texts may still be kept.
    private var room = KeptText.detailBytes

    /// A writer to the beginning of `bytes`, which are at least `largest` and are there as long as the writer is.
    init(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
        unsafe self.bytes = bytes
    }

    /// What has been written.
    var written: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(rebasing: bytes[..<count]) }

    mutating func write(byte: UInt8) {
        unsafe bytes[count] = byte
        count += 1
    }

    mutating func write(id: Span<UInt8>) {
        let end = KeptText.end(id, limit: KeptText.idBytes)
        write(byte: UInt8(end))
        write(id.extracting(0..<end))
    }

    mutating func write(_ value: CompactSignal.Attribute.Value, of signal: borrowing CompactSignal) {
        switch value {
        case .number(let number):
            write(byte: SignalTexts.ValueType.number.rawValue)
            unsafe UnsafeMutableRawBufferPointer(
                rebasing: UnsafeMutableRawBufferPointer(bytes)[count..<count + 8]
            )
            .storeBytes(of: number.bitPattern.littleEndian, as: UInt64.self)
            count += 8
        case .boolean(let truth):
            write(byte: (truth ? SignalTexts.ValueType.yes : .no).rawValue)
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
        write(byte: SignalTexts.ValueType.text.rawValue)
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

    private mutating func write(_ text: Span<UInt8>) {
        unsafe text.withUnsafeBytes { text in
            unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[count...])
                .copyMemory(from: text)
        }
        count += text.count
    }
}
