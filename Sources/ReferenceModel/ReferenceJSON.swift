// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A JSON value as a tree: the plainest reader there can be, for what hotlist wrote itself.
package indirect enum ReferenceJSON: Hashable, Sendable {
    /// A member of an object.
    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: ReferenceJSON
    }

    case object([Member])
    case array([ReferenceJSON])
    case text(String)
    case number(Double)
    case flag(Bool)
    case null

    /// Why bytes are no JSON, and where.
    package struct Malformed: Error {
        package var offset: Int
    }

    /// Reads one value, which must be all there is.
    package init(_ bytes: [UInt8]) throws(Malformed) {
        var reader = Reader(bytes: bytes)
        self = try reader.value()
        guard reader.position == bytes.count else { throw Malformed(offset: reader.position) }
    }

    package subscript(_ name: String) -> ReferenceJSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    package var text: String? { if case .text(let text) = self { text } else { nil } }
    package var number: Double? { if case .number(let number) = self { number } else { nil } }
    package var whole: Int64? { number.flatMap { Int64(exactly: $0) } }
    package var elements: [ReferenceJSON] { if case .array(let elements) = self { elements } else { [] } }
    package var members: [Member] { if case .object(let members) = self { members } else { [] } }
    /// The milliseconds of a time in RFC 3339, in the one form that hotlist writes.
    package var time: Int64? { text.flatMap(ReferenceTime.milliseconds) }
    /// The hundredths of a published decimal.
    package var hundredths: Int? { number.map { Int(($0 * 100).rounded()) } }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

        private mutating func skipSpace() {
            while let byte = next, byte <= 0x20 { position += 1 }
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            skipSpace()
            guard next == byte else { return false }
            position += 1
            return true
        }

        private mutating func require(_ byte: UInt8) throws(Malformed) {
            guard take(byte) else { throw Malformed(offset: position) }
        }

        mutating func value() throws(Malformed) -> ReferenceJSON {
            skipSpace()
            let found: ReferenceJSON
            switch next {
            case UInt8(ascii: "{"): found = try object()
            case UInt8(ascii: "["): found = try array()
            case UInt8(ascii: "\""): found = .text(try string())
            case UInt8(ascii: "t"): found = try word("true", .flag(true))
            case UInt8(ascii: "f"): found = try word("false", .flag(false))
            case UInt8(ascii: "n"): found = try word("null", .null)
            default: found = try number()
            }
            skipSpace()
            return found
        }

        private mutating func object() throws(Malformed) -> ReferenceJSON {
            try require(UInt8(ascii: "{"))
            var members: [Member] = []
            if take(UInt8(ascii: "}")) { return .object(members) }
            repeat {
                skipSpace()
                let name = try string()
                try require(UInt8(ascii: ":"))
                members.append(Member(name: name, value: try value()))
            } while take(UInt8(ascii: ","))
            try require(UInt8(ascii: "}"))
            return .object(members)
        }

        private mutating func array() throws(Malformed) -> ReferenceJSON {
            try require(UInt8(ascii: "["))
            var elements: [ReferenceJSON] = []
            if take(UInt8(ascii: "]")) { return .array(elements) }
            repeat { elements.append(try value()) } while take(UInt8(ascii: ","))
            try require(UInt8(ascii: "]"))
            return .array(elements)
        }

        private mutating func word(
            _ word: StaticString,
            _ value: ReferenceJSON
        ) throws(Malformed) -> ReferenceJSON {
            let count = word.utf8CodeUnitCount
            guard bytes.dropFirst(position).prefix(count).elementsEqual("\(word)".utf8) else {
                throw Malformed(offset: position)
            }
            position += count
            return value
        }

        private mutating func number() throws(Malformed) -> ReferenceJSON {
            let start = position
            while let byte = next, "+-.0123456789Ee".utf8.contains(byte) { position += 1 }
            guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
                throw Malformed(offset: start)
            }
            return .number(number)
        }

        private mutating func string() throws(Malformed) -> String {
            try require(UInt8(ascii: "\""))
            let start = position
            while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
            if next == UInt8(ascii: "\"") {
                defer { position += 1 }
                return String(decoding: bytes[start..<position], as: UTF8.self)
            }
            position = start
            var text: [UInt16] = []
            var plain: [UInt8] = []
            func flush() { text += Array(String(decoding: plain, as: UTF8.self).utf16) }
            while let byte = next, byte != UInt8(ascii: "\"") {
                position += 1
                guard byte == UInt8(ascii: "\\") else {
                    plain.append(byte)
                    continue
                }
                flush()
                plain = []
                text.append(try escape())
            }
            flush()
            try require(UInt8(ascii: "\""))
            return String(decoding: text, as: UTF16.self)
        }

        private mutating func escape() throws(Malformed) -> UInt16 {
            guard let byte = next else { throw Malformed(offset: position) }
            position += 1
            switch byte {
            case UInt8(ascii: "b"): return 0x08
            case UInt8(ascii: "f"): return 0x0C
            case UInt8(ascii: "n"): return 0x0A
            case UInt8(ascii: "r"): return 0x0D
            case UInt8(ascii: "t"): return 0x09
            case UInt8(ascii: "u"):
                let digits = String(decoding: bytes.dropFirst(position).prefix(4), as: UTF8.self)
                guard digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else {
                    throw Malformed(offset: position)
                }
                position += 4
                return unit
            default: return UInt16(byte)
            }
        }
    }
}
