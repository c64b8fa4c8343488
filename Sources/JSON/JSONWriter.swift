// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Writes canonical compact JSON into a buffer that is used again and again.
///
/// Canonical: no white space, members in the order in which they are written, `"`, `\` and control characters
/// escaped (`\b \t \n \f \r`, otherwise `\u00xx` in lower-case hex) and nothing else, numbers in the shortest
/// form that reads back as the same value. Commas are set by the writer; that begin and end match, and that a
/// value follows each key, is the caller's part.
public struct JSONWriter: Sendable {
    /// Room to write in; an array that grows looks at itself for each piece that it takes, and there are many.
    private var room: [UInt8]
    /// How many bytes of the room have been written.
    public private(set) var count = 0
    /// Whether a value came last, so that a comma must come before the next one.
    private var needsComma = false

    /// A copy of what has been written.
    public var bytes: [UInt8] { Array(room[..<count]) }

    /// An empty writer with room for `capacity` bytes.
    public init(capacity: Int = 0) {
        room = Array(repeating: 0, count: capacity)
    }

    /// Gives `body` what has been written.
    public func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        body(room.span.extracting(0..<count))
    }

    /// Forgets what has been written and keeps the memory.
    public mutating func reset() {
        count = 0
        needsComma = false
    }

    /// Begins an object.
    public mutating func beginObject() {
        begin(UInt8(ascii: "{"))
    }

    /// Ends the object.
    public mutating func endObject() {
        end(UInt8(ascii: "}"))
    }

    /// Begins an array.
    public mutating func beginArray() {
        begin(UInt8(ascii: "["))
    }

    /// Ends the array.
    public mutating func endArray() {
        end(UInt8(ascii: "]"))
    }

    /// Writes a member's name; its value comes next.
    public mutating func key(_ name: String) {
        key(name.utf8.span)
    }

    /// Writes a member's name in UTF-8; its value comes next.
    ///
    /// Escapes are not looked for where it is known to be plain, so that it needs none.
    public mutating func key(_ name: Span<UInt8>, isPlain: Bool = false) {
        quote(name, isPlain: isPlain, isKey: true)
        needsComma = false
    }

    /// Writes a string.
    public mutating func string(_ value: String) {
        string(value.utf8.span)
    }

    /// Writes a string given in UTF-8.
    ///
    /// Escapes are not looked for where it is known to be plain, so that it needs none.
    public mutating func string(_ value: Span<UInt8>, isPlain: Bool = false) {
        quote(value, isPlain: isPlain, isKey: false)
        needsComma = true
    }

    /// Writes an integer, exactly.
    public mutating func integer(_ value: Int64) {
        comma()
        if value < 0 { append(UInt8(ascii: "-")) }
        digits(value.magnitude)
    }

    /// Writes an integer, exactly.
    public mutating func unsigned(_ value: UInt64) {
        comma()
        digits(value)
    }

    /// Writes a finite number in the shortest form that reads back as the same; others, which JSON has not, as `null`.
    ///
    /// Whole numbers below 2^53 are written without `.0`, and -0 as `0`.
    public mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        // Not `rounded`, which calls the platform's libm.
        if value.magnitude < 0x1p53, Double(Int64(value)) == value { return integer(Int64(value)) }
        comma()
        append(value.description.utf8.span)
    }

    /// Writes a truth value.
    public mutating func boolean(_ value: Bool) {
        comma()
        append((value ? "true" : "false").utf8.span)
    }

    /// Writes `null`.
    public mutating func null() {
        comma()
        append("null".utf8.span)
    }

    /// Writes a value that is JSON text already, as it is.
    public mutating func raw(_ json: Span<UInt8>) {
        comma()
        append(json)
    }

    /// Writes a string of text that needs no escapes.
    public mutating func plainString(_ text: RawSpan) {
        unsafe text.withUnsafeBytes { text in unsafe quotePlain(text, isKey: false) }
        needsComma = true
    }

    /// Writes a piece of JSON text that is known beforehand and after which a value comes, or the first member of an
    /// object: several names, brackets and values at once, without the comma in front of them.
    @inline(__always)
    public mutating func json(_ text: StaticString) {
        text.withUTF8Buffer { unsafe appendBehindComma(UnsafeRawBufferPointer($0)) }
        needsComma = false
    }

    private mutating func begin(_ bracket: UInt8) {
        if needsComma { append(UInt8(ascii: ",")) }
        append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        append(bracket)
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func append(_ byte: UInt8) {
        unsafe write(1) { unsafe $0.storeBytes(of: byte, as: UInt8.self) }
    }

    private mutating func append(_ text: Span<UInt8>) {
        unsafe text.withUnsafeBytes { unsafe append($0) }
    }

    private mutating func append(_ text: UnsafeRawBufferPointer) {
        guard let start = text.baseAddress else { return }
        unsafe write(text.count) { unsafe $0.copyText(start, text.count) }
    }

    /// Has `body` write the next `count` bytes.
    @inline(__always)
    private mutating func write(_ count: Int, _ body: (UnsafeMutableRawPointer) -> Void) {
        unsafe write(upTo: count) { place in
            unsafe body(place)
            return count
        }
    }

    /// Has `body` write the next bytes, at most `count`, and say how many are to stay.
    @inline(__always)
    private mutating func write(upTo count: Int, _ body: (UnsafeMutableRawPointer) -> Int) {
        if room.count - self.count < count { grow(by: count) }
        let start = self.count
        let written = unsafe room.withUnsafeMutableBytes { room in
            guard let first = room.baseAddress else { return 0 }
            return unsafe body(first + start)
        }
        self.count = start + written
    }

    /// Writes a comma, which stays if it is needed.
    ///
    /// - Returns: where to go on.
    @inline(__always)
    private static func comma(_ place: UnsafeMutableRawPointer, isNeeded: Bool) -> UnsafeMutableRawPointer {
        unsafe place.storeBytes(of: UInt8(ascii: ","), as: UInt8.self)
        return unsafe place + (isNeeded ? 1 : 0)
    }

    private mutating func appendBehindComma(_ text: UnsafeRawBufferPointer) {
        guard let start = text.baseAddress else { return }
        let needsComma = needsComma
        unsafe write(upTo: text.count + 1) { first in
            let place = unsafe Self.comma(first, isNeeded: needsComma)
            unsafe place.copyText(start, text.count)
            return unsafe place + text.count - first
        }
    }

    private mutating func grow(by count: Int) {
        let size = max(64, 2 * room.count, self.count + count)
        room.append(contentsOf: repeatElement(0, count: size - room.count))
    }

    private mutating func digits(_ value: UInt64) {
        var divisor: UInt64 = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends a quoted string: runs without escapes as a whole.
    private mutating func quote(_ text: Span<UInt8>, isPlain: Bool, isKey: Bool) {
        guard !isPlain, Self.needsEscape(text) else {
            unsafe text.withUnsafeBytes { unsafe quotePlain($0, isKey: isKey) }
            return
        }
        comma()
        append(UInt8(ascii: "\""))
        appendEscaped(text)
        append(UInt8(ascii: "\""))
        if isKey { append(UInt8(ascii: ":")) }
    }

    /// Appends a text that needs no escapes, with its quotes, the comma in front of it and a key's colon.
    @inline(__always)
    private mutating func quotePlain(_ text: UnsafeRawBufferPointer, isKey: Bool) {
        let needsComma = needsComma
        unsafe write(upTo: text.count + 4) { first in
            var place = unsafe Self.comma(first, isNeeded: needsComma)
            unsafe place.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
            unsafe place += 1
            if let start = text.baseAddress { unsafe place.copyText(start, text.count) }
            unsafe place += text.count
            unsafe place.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
            unsafe place.storeBytes(of: UInt8(ascii: ":"), toByteOffset: 1, as: UInt8.self)
            return unsafe place + (isKey ? 2 : 1) - first
        }
    }

    private mutating func appendEscaped(_ text: Span<UInt8>) {
        var start = 0
        for position in text.indices {
            let byte = text[position]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            append(text.extracting(start..<position))
            escape(byte)
            start = position + 1
        }
        append(text.extracting(start..<text.count))
    }

    /// Whether some byte may need an escape; eight bytes at a time, the last of which overlap with those before.
    public static func needsEscape(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 8 else { return needsEscape(shortWord(text)) }
        for place in stride(from: 0, to: text.count - 8, by: 8) where needsEscape(text.word(at: place)) {
            return true
        }
        return needsEscape(text.word(at: text.count - 8))
    }

    /// The bytes of a text of fewer than eight, filled up with one that needs no escape.
    private static func shortWord(_ text: Span<UInt8>) -> UInt64 {
        var word: UInt64 = 0x2020_2020_2020_2020
        for place in text.indices { word = word << 8 | UInt64(text[place]) }
        return word
    }

    /// Whether one of eight bytes is under 0x20, a quote or a backslash.
    @inline(__always)
    private static func needsEscape(_ word: UInt64) -> Bool {
        let found =
            EightBytes.places(below: 0x20, in: word) | EightBytes.places(of: UInt8(ascii: "\""), in: word)
            | EightBytes.places(of: UInt8(ascii: "\\"), in: word)
        return found & EightBytes.highestBits != 0
    }

    private mutating func escape(_ byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        default:
            append("u00".utf8.span)
            append(UInt8(ascii: "0") + byte >> 4)
            let low = byte & 0x0F
            append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }
}
