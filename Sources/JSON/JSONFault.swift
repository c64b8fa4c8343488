// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Finds out what is wrong with a document that was refused, and at which byte.
///
/// simdjson only says that it refuses, in words that differ between its versions and processors. This reads the
/// document again, byte by byte, so that a dead letter's reason is the same everywhere and names the place.
struct JSONFault {
    private let limits: JSONLimits
    private var offset = 0

    private init(limits: JSONLimits) {
        self.limits = limits
    }

    /// The first fault of a document; nil if there is none that a single reading finds.
    ///
    /// Bytes that are not UTF-8 come before anything else. Names that occur twice are not looked for.
    static func find(in bytes: Span<UInt8>, limits: JSONLimits) -> JSONError? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes)
        } catch {
            return JSONError(.invalidUTF8, offset: error.byteOffsets.lowerBound)
        }
        var fault = JSONFault(limits: limits)
        do throws(JSONError) {
            try fault.document(bytes)
            return nil
        } catch {
            return error
        }
    }

    private mutating func document(_ bytes: Span<UInt8>) throws(JSONError) {
        skipSpace(bytes)
        guard offset < bytes.count else { throw JSONError(.empty) }
        try value(bytes, depth: 0)
        skipSpace(bytes)
        guard offset == bytes.count else { throw JSONError(.trailingBytes, offset: offset) }
    }

    private mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) {
        switch peek(bytes) {
        case UInt8(ascii: "{"): try object(bytes, depth: depth + 1)
        case UInt8(ascii: "["): try array(bytes, depth: depth + 1)
        case UInt8(ascii: "\""): try string(bytes)
        case UInt8(ascii: "t"): try word(bytes, "true")
        case UInt8(ascii: "f"): try word(bytes, "false")
        case UInt8(ascii: "n"): try word(bytes, "null")
        default: try number(bytes)
        }
    }

    private mutating func object(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) {
        guard depth <= limits.depth else { throw JSONError(.tooDeep, offset: offset) }
        offset += 1
        var count = 0
        skipSpace(bytes)
        if skip(bytes, UInt8(ascii: "}")) { return }
        while true {
            count += 1
            guard count <= limits.members else { throw JSONError(.tooManyMembers, offset: offset) }
            guard peek(bytes) == UInt8(ascii: "\"") else { throw JSONError(.malformed, offset: offset) }
            try string(bytes)
            skipSpace(bytes)
            guard skip(bytes, UInt8(ascii: ":")) else { throw JSONError(.malformed, offset: offset) }
            skipSpace(bytes)
            try value(bytes, depth: depth)
            skipSpace(bytes)
            if skip(bytes, UInt8(ascii: "}")) { return }
            guard skip(bytes, UInt8(ascii: ",")) else { throw JSONError(.malformed, offset: offset) }
            skipSpace(bytes)
        }
    }

    private mutating func array(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) {
        guard depth <= limits.depth else { throw JSONError(.tooDeep, offset: offset) }
        offset += 1
        var count = 0
        skipSpace(bytes)
        if skip(bytes, UInt8(ascii: "]")) { return }
        while true {
            count += 1
            guard count <= limits.elements else { throw JSONError(.tooManyElements, offset: offset) }
            try value(bytes, depth: depth)
            skipSpace(bytes)
            if skip(bytes, UInt8(ascii: "]")) { return }
            guard skip(bytes, UInt8(ascii: ",")) else { throw JSONError(.malformed, offset: offset) }
            skipSpace(bytes)
        }
    }

    private mutating func string(_ bytes: Span<UInt8>) throws(JSONError) {
        let start = offset
        var count = 0
        offset += 1
        while true {
            guard let byte = peek(bytes), byte >= 0x20 else { throw JSONError(.malformed, offset: offset) }
            if skip(bytes, UInt8(ascii: "\"")) { break }
            if byte == UInt8(ascii: "\\") {
                count += try escape(bytes)
            } else {
                count += 1
                offset += 1
            }
        }
        guard count <= limits.stringBytes else { throw JSONError(.stringTooLong, offset: start) }
    }

    /// Reads an escape and returns how many bytes it stands for.
    private mutating func escape(_ bytes: Span<UInt8>) throws(JSONError) -> Int {
        let start = offset
        offset += 1
        switch peek(bytes) {
        case UInt8(ascii: "u"):
            let unit = try unit(bytes, escapeAt: start)
            if unit < 0x80 { return 1 }
            if unit < 0x800 { return 2 }
            guard (0xD800..<0xE000).contains(unit) else { return 3 }
            guard unit < 0xDC00, peek(bytes) == UInt8(ascii: "\\") else {
                throw JSONError(.loneSurrogate, offset: start)
            }
            offset += 1
            guard peek(bytes) == UInt8(ascii: "u") else { throw JSONError(.loneSurrogate, offset: start) }
            let low = try self.unit(bytes, escapeAt: offset - 1)
            guard (0xDC00..<0xE000).contains(low) else { throw JSONError(.loneSurrogate, offset: start) }
            return 4
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            offset += 1
            return 1
        default:
            throw JSONError(.malformed, offset: start)
        }
    }

    /// Reads the `uXXXX` of an escape.
    private mutating func unit(_ bytes: Span<UInt8>, escapeAt start: Int) throws(JSONError) -> UInt32 {
        offset += 1
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(bytes), let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw JSONError(.malformed, offset: start)
            }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(JSONError) {
        let start = offset
        _ = skip(bytes, UInt8(ascii: "-"))
        let whole = offset
        var digits = skipDigits(bytes)
        guard digits > 0, digits == 1 || bytes[whole] != UInt8(ascii: "0") else {
            throw JSONError(.malformed, offset: start)
        }
        var isInteger = true
        if skip(bytes, UInt8(ascii: ".")) {
            let fraction = skipDigits(bytes)
            guard fraction > 0 else { throw JSONError(.malformed, offset: start) }
            digits += fraction
            isInteger = false
        }
        if skip(bytes, UInt8(ascii: "e")) || skip(bytes, UInt8(ascii: "E")) {
            if !skip(bytes, UInt8(ascii: "+")) { _ = skip(bytes, UInt8(ascii: "-")) }
            let exponent = skipDigits(bytes)
            guard exponent > 0 else { throw JSONError(.malformed, offset: start) }
            digits += exponent
            isInteger = false
        }
        guard digits <= limits.numberDigits else { throw JSONError(.numberTooLong, offset: start) }
        let text = unsafe bytes.extracting(start..<offset).withUnsafeBufferPointer {
            unsafe String(decoding: $0, as: UTF8.self)
        }
        let fits = isInteger ? Int64(text) != nil || UInt64(text) != nil : Double(text)?.isFinite == true
        guard fits else { throw JSONError(.numberOutOfRange, offset: start) }
    }

    private mutating func word(_ bytes: Span<UInt8>, _ word: String) throws(JSONError) {
        let start = offset
        for byte in word.utf8 {
            guard skip(bytes, byte) else { throw JSONError(.malformed, offset: start) }
        }
    }

    private func peek(_ bytes: Span<UInt8>) -> UInt8? {
        offset < bytes.count ? bytes[offset] : nil
    }

    private mutating func skip(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
        guard peek(bytes) == byte else { return false }
        offset += 1
        return true
    }

    private mutating func skipDigits(_ bytes: Span<UInt8>) -> Int {
        let start = offset
        while let byte = peek(bytes), JSONByte.isDigit(byte) { offset += 1 }
        return offset - start
    }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while let byte = peek(bytes), JSONByte.isSpace(byte) { offset += 1 }
    }
}
