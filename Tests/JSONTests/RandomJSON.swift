// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A JSON value made at random, with a text of it in some spelling and its canonical text.
enum RandomJSON {
    case null
    case boolean(Bool)
    case integer(Int64)
    case unsigned(UInt64)
    case double(Double)
    case string(String)
    case array([RandomJSON])
    case object([(String, RandomJSON)])

    static func make(_ generator: inout SeededGenerator, depth: Int = 0) -> RandomJSON {
        switch generator.below(depth < 5 ? 10 : 7) {
        case 0: return .null
        case 1: return .boolean(generator.chance(50))
        case 2: return .integer(Int64(truncatingIfNeeded: generator.next()) >> generator.below(64))
        case 3: return .unsigned(generator.next() | 1 << 63)
        case 4: return .double(double(&generator))
        case 5, 6: return .string(string(&generator))
        case 7: return .array((0..<generator.below(6)).map { _ in make(&generator, depth: depth + 1) })
        default:
            var names: Set<String> = []
            var members: [(String, RandomJSON)] = []
            for _ in 0..<generator.below(generator.chance(5) ? 60 : 7) {
                let name = string(&generator)
                if names.insert(String(decoding: name.utf8, as: UTF8.self)).inserted {
                    members.append((name, make(&generator, depth: depth + 1)))
                }
            }
            return .object(members)
        }
    }

    private static func double(_ generator: inout SeededGenerator) -> Double {
        switch generator.below(4) {
        case 0: return Double(generator.below(2_000_000) - 1_000_000) / 100
        case 1: return Double(generator.below(1000)) * 1e15
        default:
            let value = Double(bitPattern: generator.next())
            return value.isFinite ? value : 0.1
        }
    }

    static func string(_ generator: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<generator.below(generator.chance(10) ? 80 : 12) {
            switch generator.below(12) {
            case 0: text.unicodeScalars.append(UnicodeScalar(UInt8(generator.below(0x20))))
            case 1: text += ["\"", "\\", "/", "\u{7F}"].randomElement(using: &generator) ?? ""
            case 2:
                text +=
                    ["é", "ß", "中", "😀", "\u{2028}", "\u{10FFFF}"].randomElement(
                        using: &generator
                    ) ?? ""
            default: text.unicodeScalars.append(UnicodeScalar(UInt8(0x20 + generator.below(0x5F))))
            }
        }
        return text
    }

    /// The text that the writer must make of it.
    var canonical: String {
        switch self {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .unsigned(let value): "\(value)"
        case .double(let value):
            value.magnitude < 9_007_199_254_740_992 && value == value.rounded()
                ? "\(Int64(value))" : "\(value)"
        case .string(let value): Self.quoted(value)
        case .array(let values): "[" + values.map(\.canonical).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0) + ":" + $1.canonical }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{08}": quoted += "\\b"
            case "\t": quoted += "\\t"
            case "\n": quoted += "\\n"
            case "\u{0C}": quoted += "\\f"
            case "\r": quoted += "\\r"
            case "\0"..<" ":
                quoted += (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// One of the many spellings of it: white space, escapes and forms of numbers at random.
    func spelled(_ generator: inout SeededGenerator) -> String {
        let space = { (generator: inout SeededGenerator) in
            generator.chance(85)
                ? "" : [" ", "\n", "\t", "\r\n", "  "].randomElement(using: &generator) ?? ""
        }
        var text = space(&generator)
        switch self {
        case .string(let value): text += Self.spelled(value, &generator)
        case .array(let values):
            let parts = values.map { $0.spelled(&generator) }
            text += "[" + parts.joined(separator: ",") + space(&generator) + "]"
        case .object(let members):
            var parts: [String] = []
            for (name, value) in members {
                let key = space(&generator) + Self.spelled(name, &generator) + space(&generator)
                parts.append(key + ":" + value.spelled(&generator))
            }
            text += "{" + parts.joined(separator: ",") + space(&generator) + "}"
        case .double(let value): text += "\(value)"
        default: text += canonical
        }
        return text + space(&generator)
    }

    private static func spelled(_ value: String, _ generator: inout SeededGenerator) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || generator.chance(10) {
                for unit in String(scalar).utf16 {
                    let hex = String(unit, radix: 16, uppercase: generator.chance(50))
                    text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                }
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
