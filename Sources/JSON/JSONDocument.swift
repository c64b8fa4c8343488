// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import CSimdjson

/// A JSON document: parsed by simdjson, checked against limits, and read in place.
///
/// Keep one and parse one document after the other: the memory is reused. What `parse` accepts is strict: RFC
/// 8259 in valid UTF-8 without a byte order mark, names unique within an object, nothing after the value, no
/// lone surrogates, within the limits. `\u0000` is allowed in strings.
///
/// Nodes are plain values, and every access is checked against the tape's bounds, so that a node of another
/// document reads as another value or as nothing.
@safe
public struct JSONDocument: ~Copyable, @unchecked Sendable {
    // Sendable although it holds pointers: what they point to belongs to this value alone, is changed by
    // `parse` only (which needs exclusive access) and is freed at the end of the one owner.

    /// What a document may be at most.
    public let limits: JSONLimits

    private var parser: OpaquePointer?
    /// The tape of the last document; empty before the first and after a refused one.
    @usableFromInline var tape: UnsafeBufferPointer<UInt64>
    /// The strings that the tape points into.
    @usableFromInline var strings: UnsafeRawBufferPointer
    /// Where the last string ends.
    @usableFromInline var stringsEnd = 0
    /// Whether the document was written without escapes and DEL, so that no string holds a control character, a quote
    /// or a backslash.
    public internal(set) var hasPlainStrings = false
    /// Whether it was read by the members that objects before have had, of which `memberNumber` then tells.
    public internal(set) var isFamiliar = false
    /// The numbers of those members, in the order of the document; there are no more (`FamiliarMembers.limit`).
    @usableFromInline var memberNumbers = InlineArray<64, UInt8>(repeating: 0)
    /// What such a document is read onto.
    var flat = FlatTape()
    /// Names of one object while its duplicates are looked for; kept for its memory.
    private var names: [JSONMemberName] = []

    /// A parser that refuses what exceeds `limits`; takes memory with the first document.
    public init(limits: JSONLimits = JSONLimits()) {
        self.limits = limits
        unsafe tape = UnsafeBufferPointer(start: nil, count: 0)
        unsafe strings = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    deinit {
        unsafe csimdjson_destroy(parser)
    }

    /// Parses one document in place of the last; after an error there is none.
    public mutating func parse(_ bytes: Span<UInt8>) throws(JSONError) {
        forget()
        guard bytes.count <= limits.documentBytes else {
            throw JSONError(.documentTooLarge, offset: limits.documentBytes)
        }
        // Some versions of simdjson skip a byte order mark: what is accepted must not depend on that.
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw JSONError(.malformed, offset: 0)
        }
        if unsafe parser == nil {
            // One deeper than allowed, so that the exact limit is ours and not a version's.
            unsafe parser = csimdjson_create(limits.depth + 1)
        }
        guard let parser = unsafe parser else { throw JSONError(.outOfMemory) }

        var view = unsafe csimdjson_view()
        let status = unsafe bytes.withUnsafeBufferPointer { source in
            unsafe csimdjson_parse(parser, source.baseAddress, source.count, &view)
        }
        guard status == CSIMDJSON_OK else {
            if status == CSIMDJSON_OUT_OF_MEMORY { throw JSONError(.outOfMemory) }
            throw JSONFault.find(in: bytes, limits: limits) ?? JSONError(.malformed)
        }
        unsafe tape = UnsafeBufferPointer(start: view.tape, count: view.tape_count)
        unsafe strings = UnsafeRawBufferPointer(start: view.strings, count: view.strings_count)
        stringsEnd = 0
        hasPlainStrings = unsafe view.has_plain_strings

        let tokens = unsafe UnsafeBufferPointer(start: view.tokens, count: view.tokens_count)
        if let fault = unsafe check(bytes, tokens: tokens) {
            forget()
            throw fault
        }
    }

    /// There is no document.
    mutating func forget() {
        unsafe tape = UnsafeBufferPointer(start: nil, count: 0)
        unsafe strings = UnsafeRawBufferPointer(start: nil, count: 0)
        isFamiliar = false
    }

    /// Parses one document in place of the last; after an error there is none.
    public mutating func parse(_ bytes: [UInt8]) throws(JSONError) {
        try parse(bytes.span)
    }

    /// Parses one document in place of the last; after an error there is none.
    public mutating func parse(_ bytes: ArraySlice<UInt8>) throws(JSONError) {
        try parse(bytes.span)
    }

    /// Checks what simdjson does not: our limits, and that names are unique.
    private mutating func check(_ bytes: Span<UInt8>, tokens: UnsafeBufferPointer<UInt32>) -> JSONError? {
        // No string is longer than the document.
        let mayHaveLongString = bytes.count > limits.stringBytes
        var isWithinLimits = true
        var duplicate: Int?
        var depth = 0
        var hasNumbers = false
        var lastString: UInt64?
        var index = 1
        let tape = unsafe self.tape
        let end = tape.count - 1
        while index < end {
            let word = unsafe tape[index]
            switch UInt8(truncatingIfNeeded: word >> 56) {
            case JSONTag.string:
                lastString = word
                if mayHaveLongString, let range = stringRange(word), range.count > limits.stringBytes {
                    isWithinLimits = false
                }
            case JSONTag.object:
                depth += 1
                if depth > limits.depth || containerCount(at: index) > limits.members {
                    isWithinLimits = false
                } else if duplicate == nil {
                    duplicate = duplicateMember(of: index)
                }
            case JSONTag.array:
                depth += 1
                if depth > limits.depth || containerCount(at: index) > limits.elements {
                    isWithinLimits = false
                }
            case JSONTag.endObject, JSONTag.endArray:
                depth -= 1
            case JSONTag.integer, JSONTag.unsigned, JSONTag.double:
                hasNumbers = true
                index += 1
            default:
                break
            }
            index += 1
        }
        // Strings stand in the order of the tape.
        stringsEnd = lastString.flatMap { stringRange($0)?.upperBound } ?? 0
        if hasNumbers, unsafe hasLongNumber(bytes, tokens: tokens) { isWithinLimits = false }
        if !isWithinLimits { return JSONFault.find(in: bytes, limits: limits) ?? JSONError(.malformed) }
        return duplicate.map {
            JSONError(.duplicateMember, offset: unsafe offset(ofStringAt: $0, in: bytes, tokens: tokens))
        }
    }

    /// Where the string at `index` on the tape begins in the source: both hold the strings in the same order.
    private func offset(
        ofStringAt index: Int,
        in bytes: Span<UInt8>,
        tokens: UnsafeBufferPointer<UInt32>
    ) -> Int? {
        var strings = 0
        var position = 1
        while position < index {
            switch tag(at: position) {
            case JSONTag.string: strings += 1
            case JSONTag.integer, JSONTag.unsigned, JSONTag.double: position += 1
            default: break
            }
            position += 1
        }
        for position in 0..<tokens.count {
            let start = unsafe Int(tokens[position])
            guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else { continue }
            if strings == 0 { return start }
            strings -= 1
        }
        return nil
    }

    /// Whether a number has more digits than allowed; the tape no longer tells, the source does.
    private func hasLongNumber(_ bytes: Span<UInt8>, tokens: UnsafeBufferPointer<UInt32>) -> Bool {
        // A number ends before the next token, so most tokens are passed over without a look at their bytes.
        var start = 0
        for position in 0...tokens.count {
            let next = position < tokens.count ? unsafe Int(tokens[position]) : bytes.count
            if next &- start > limits.numberDigits, isLongNumber(bytes, at: start) { return true }
            start = next
        }
        return false
    }

    private func isLongNumber(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        guard start < bytes.count else { return false }
        guard bytes[start] == UInt8(ascii: "-") || JSONByte.isDigit(bytes[start]) else { return false }
        var digits = 0
        var offset = start
        while offset < bytes.count, JSONByte.isNumber(bytes[offset]) {
            if JSONByte.isDigit(bytes[offset]) { digits += 1 }
            offset += 1
        }
        return digits > limits.numberDigits
    }

    /// The position of a name that an object has before already; nil if its names are unique.
    private mutating func duplicateMember(of object: Int) -> Int? {
        let count = containerCount(at: object)
        guard count > 1 else { return nil }
        guard count <= 16 else { return duplicateAmongMany(of: object) }
        var seen = InlineArray<16, UInt64>(repeating: 0)
        // Most names set a bit that no other has, and need not be compared with any.
        var bits: UInt64 = 0
        var index = object + 1
        for number in 0..<count {
            let fingerprint = fingerprint(at: index)
            let bit: UInt64 = 1 &<< (fingerprint &* 0x9E37_79B9_7F4A_7C15 &>> 58)
            if bits & bit != 0 {
                for other in 0..<number where seen[other] == fingerprint {
                    if isRepeated(index, in: object) { return index }
                }
            }
            bits |= bit
            seen[number] = fingerprint
            index = after(index + 1)
        }
        return nil
    }

    /// Whether an object has the name at `name` before as well.
    private func isRepeated(_ name: Int, in object: Int) -> Bool {
        var index = object + 1
        while index < name {
            if isSameName(index, name) { return true }
            index = after(index + 1)
        }
        return false
    }

    /// The same for many names: they are sorted first, so that a hostile object stays cheap.
    private mutating func duplicateAmongMany(of object: Int) -> Int? {
        names.removeAll(keepingCapacity: true)
        var index = object + 1
        let end = after(object) - 1
        while index < end {
            names.append(JSONMemberName(fingerprint: fingerprint(at: index), index: index))
            index = after(index + 1)
        }
        names.sort()
        for position in names.indices {
            for other in names.index(after: position)..<names.endIndex {
                guard names[position].fingerprint == names[other].fingerprint else { break }
                if isSameName(names[position].index, names[other].index) { return names[other].index }
            }
        }
        return nil
    }

    /// The first and the last bytes of a name, and its length, in one word: equal for equal names.
    @inline(__always)
    private func fingerprint(at index: Int) -> UInt64 {
        guard let range = unsafe stringRange(tape[index]) else { return 0 }
        let count = range.count
        var first: UInt64 = 0
        var last: UInt64 = 0
        if count >= 8 {
            first = unsafe strings.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self)
            last = unsafe strings.loadUnaligned(fromByteOffset: range.upperBound - 8, as: UInt64.self)
        } else if count >= 4 {
            first = unsafe UInt64(strings.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt32.self))
            last = unsafe UInt64(strings.loadUnaligned(fromByteOffset: range.upperBound - 4, as: UInt32.self))
        } else {
            for position in range { first = unsafe first << 8 | UInt64(strings[position]) }
        }
        return first ^ (last &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(truncatingIfNeeded: count) << 56
    }

    /// Whether the strings at two positions are equal.
    private func isSameName(_ left: Int, _ right: Int) -> Bool {
        guard let left = unsafe text(at: left), let right = unsafe text(at: right) else { return false }
        return unsafe left.elementsEqual(right)
    }
}
