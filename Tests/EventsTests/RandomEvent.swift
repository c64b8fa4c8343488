// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON

/// Valid events made at random.
struct RandomEvent {
    var generator: SeededGenerator

    mutating func make() -> Event {
        var payload = payload()
        var dataExtensions = generator.chance(30) ? unknownMembers() : []
        switch payload {
        case .account, .unknown: dataExtensions = []
        case .superseded(by: AccountID(domain: "acme.com")): payload = .erase
        default: break
        }
        return Event(
            id: text(),
            source: text(),
            account: AccountID(domain: "acme.com"),
            time: moment(),
            recordedTime: moment(),
            payload: payload,
            extensions: generator.chance(30) ? unknownMembers() : [],
            dataExtensions: dataExtensions
        )
    }

    private mutating func payload() -> Payload {
        switch generator.below(9) {
        case 0...2:
            let attributes = names(6).map { Attribute($0, value()) }
            return .signal(
                Signal(kind: text(), attributes: attributes, person: optional(), vendor: optional())
            )
        case 3: return .retract(Retraction(source: text(), id: text()))
        case 4, 5:
            let set = names(5).map { name in
                ProfileChange.Assignment(field: name, value: generator.chance(20) ? nil : value())
            }
            return .account(ProfileChange(set: set, add: words(), remove: words()))
        case 6:
            let action = Disposition.Action.allCases.randomElement(using: &generator) ?? .worked
            let until = generator.chance(50) ? moment() : nil
            return .disposition(Disposition(action: action, until: until, queue: optional(), by: optional()))
        case 7:
            return generator.chance(50)
                ? .erase : .superseded(by: AccountID(domain: "b-\(generator.below(99)).co.uk"))
        default:
            return .unknown(type: "type." + text(), data: generator.chance(70) ? json(0) : nil)
        }
    }

    private mutating func words() -> [ProfileChange.Words] {
        guard generator.chance(40) else { return [] }
        return names(3).map { name in
            ProfileChange.Words(field: name, words: (0..<generator.below(4)).map { _ in free() })
        }
    }

    private mutating func value() -> AttributeValue {
        switch generator.below(6) {
        case 0, 1: .string(free())
        case 2: .number(Double(generator.below(2_000_000) - 1_000_000) / 100)
        case 3: .number(number())
        case 4: .boolean(generator.chance(50))
        default: .strings((0..<generator.below(4)).map { _ in free() })
        }
    }

    private mutating func number() -> Double {
        let value = Double(bitPattern: generator.next())
        return value.isFinite ? value : 0.5
    }

    private mutating func moment() -> Timestamp {
        Timestamp(milliseconds: Int64.random(in: 0...4_102_444_800_000, using: &generator))
    }

    private mutating func names(_ most: Int) -> [String] {
        var names: [String] = []
        for position in 0..<generator.below(most + 1) { names.append(text() + "\(position)") }
        return names
    }

    private mutating func optional() -> String? {
        generator.chance(50) ? text() : nil
    }

    /// A text that identifies something: not empty and without control characters.
    private mutating func text() -> String {
        let characters = ["a", "B", "7", "-", "/", ".", " ", "\"", "\\", "é", "中", "😀", "~", "{", ","]
        return (0...generator.below(20)).map { _ in characters.randomElement(using: &generator) ?? "a" }
            .joined()
    }

    /// Any text.
    private mutating func free() -> String {
        let control = generator.chance(20) ? String(UnicodeScalar(UInt8(generator.below(0x20)))) : ""
        return generator.chance(10) ? "" : text() + control
    }

    private mutating func unknownMembers() -> [UnknownMember] {
        (0...generator.below(4)).map { position in
            UnknownMember(name: "x\(position)" + text(), json: json(0))
        }
    }

    private mutating func json(_ depth: Int) -> [UInt8] {
        var writer = JSONWriter()
        write(&writer, depth)
        return writer.bytes
    }

    private mutating func write(_ writer: inout JSONWriter, _ depth: Int) {
        switch generator.below(depth < 3 ? 7 : 5) {
        case 0 where depth > 0: writer.null()
        case 0, 1: writer.boolean(true)
        case 2: writer.integer(Int64(truncatingIfNeeded: generator.next()))
        case 3: writer.number(number())
        case 4: writer.string(free())
        case 5:
            writer.beginArray()
            for _ in 0..<generator.below(4) { write(&writer, depth + 1) }
            writer.endArray()
        default:
            writer.beginObject()
            for name in names(3) {
                writer.key(name)
                write(&writer, depth + 1)
            }
            writer.endObject()
        }
    }
}
