// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Testing

@testable import JSON

@Suite struct JSONFuzzTests {
    @Test func `a random document reads back as it was made, however it is spelled`() throws {
        let seed = SeededGenerator.seed
        var generator = SeededGenerator(seed: seed)
        var document = JSONDocument()
        for round in 0..<700 {
            let value = RandomJSON.make(&generator)
            let text = value.spelled(&generator)
            var writer = JSONWriter()
            #expect(throws: Never.self, "seed \(seed), round \(round): \(text)") {
                try document.parse(Array(text.utf8))
            }
            document.write(document.root, to: &writer)
            let written = String(decoding: writer.bytes, as: UTF8.self)
            #expect(written == value.canonical, "seed \(seed), round \(round): \(text)")
            // What is canonical stays as it is.
            try document.parse(writer.bytes)
            writer.reset()
            document.write(document.root, to: &writer)
            #expect(String(decoding: writer.bytes, as: UTF8.self) == written, "seed \(seed), round \(round)")
        }
    }

    @Test func `Foundation reads the same values`() throws {
        let seed = SeededGenerator.seed &+ 1
        var generator = SeededGenerator(seed: seed)
        var document = JSONDocument()
        for round in 0..<250 {
            let bytes = Array(RandomJSON.make(&generator).spelled(&generator).utf8)
            try document.parse(bytes)
            let other = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            let isEqual = Self.isEqual(document, document.root, other)
            #expect(isEqual, "seed \(seed), round \(round): \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    private static func isEqual(_ document: borrowing JSONDocument, _ node: JSONNode, _ other: Any) -> Bool {
        switch document.kind(of: node) {
        case .null: return other is NSNull
        case .boolean: return document.boolean(node) == other as? Bool
        case .string: return document.string(node) == other as? String
        case .integer: return document.integer(node) == (other as? NSNumber)?.int64Value
        case .unsigned, .double:
            // Foundation goes through Decimal: short of range, and a unit or two beside the nearest binary64. That
            // ours is exact is for the other test.
            guard let number = document.number(node), number.magnitude < 1e120 else { return true }
            guard let other = (other as? NSNumber)?.doubleValue else { return false }
            return (number - other).magnitude <= max(number.magnitude * 1e-12, 1e-100)
        case .array:
            guard let others = other as? [Any], others.count == document.count(node) else { return false }
            return others.indices.allSatisfy { position in
                document.element(node, at: position).map { isEqual(document, $0, others[position]) } ?? false
            }
        case .object:
            guard let others = other as? [String: Any], others.count == document.count(node) else {
                return false
            }
            return others.allSatisfy { name, value in
                document.member(node, name).map { isEqual(document, $0, value) } ?? false
            }
        }
    }

    /// Every refusal must be one that the byte-by-byte reading explains, and the other way round, except for
    /// names that occur twice, which only the tape shows.
    private func compare(_ bytes: [UInt8], _ document: inout JSONDocument, _ comment: String) {
        let fault = JSONFault.find(in: bytes.span, limits: document.limits)
        do throws(JSONError) {
            try document.parse(bytes)
            #expect(fault == nil, "accepted, although \(fault?.description ?? ""): \(bytes), \(comment)")
            // Walk everything: nothing may lie outside.
            var writer = JSONWriter()
            document.write(document.root, to: &writer)
            #expect(!writer.bytes.isEmpty)
        } catch {
            let isExplained = error.reason == .duplicateMember ? fault == nil : fault == error
            let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
            #expect(
                isExplained || hasMark,
                "\(error) is not \(fault?.description ?? "known"): \(bytes), \(comment)"
            )
        }
    }

    @Test func `random bytes are refused without harm`() {
        let seed = SeededGenerator.seed &+ 2
        var generator = SeededGenerator(seed: seed)
        var document = JSONDocument()
        let alphabet = Array("{}[]:,\"\\u0dc8e+-.1truefalsn \n".utf8) + [0, 0x80, 0xC3, 0xA9, 0xFF]
        for round in 0..<10_000 {
            let isText = generator.chance(70)
            let bytes = (0..<generator.below(40)).map { _ in
                isText
                    ? alphabet[generator.below(alphabet.count)] : UInt8(truncatingIfNeeded: generator.next())
            }
            compare(bytes, &document, "seed \(seed), round \(round)")
        }
    }

    @Test func `documents cut short, damaged or spliced are refused without harm`() {
        let seed = SeededGenerator.seed &+ 3
        var generator = SeededGenerator(seed: seed)
        var document = JSONDocument(
            limits: JSONLimits(depth: 4, stringBytes: 40, numberDigits: 17, members: 6, elements: 4)
        )
        for round in 0..<2000 {
            var bytes = Array(RandomJSON.make(&generator).spelled(&generator).utf8)
            for _ in 0..<generator.below(4) where !bytes.isEmpty {
                let position = generator.below(bytes.count)
                switch generator.below(5) {
                case 0: bytes.removeSubrange(position...)
                case 1: bytes[position] = UInt8(truncatingIfNeeded: generator.next())
                case 2: bytes[position] ^= 1 << generator.below(8)
                case 3: bytes.remove(at: position)
                default:
                    let end = position + generator.below(min(20, bytes.count - position))
                    bytes.insert(contentsOf: bytes[position..<end], at: generator.below(bytes.count))
                }
            }
            compare(bytes, &document, "seed \(seed), round \(round)")
        }
    }

    @Test func `every prefix of a document is refused`() throws {
        let text = #"{"a":[1.5e3,-2,"\u00e9\n😀",true,false,null,{}],"b":{"c":"\ud83d\ude00"},"d":[[],[[]]]}"#
        var document = JSONDocument()
        let bytes = Array(text.utf8)
        try document.parse(bytes)
        for count in bytes.indices {
            #expect(throws: JSONError.self) { try document.parse(bytes[..<count]) }
            compare(Array(bytes[..<count]), &document, "prefix of \(count)")
        }
    }

    @Test func `bombs are refused in time`() {
        var document = JSONDocument()
        let size = 1 << 20
        let bombs: [String] = [
            String(repeating: "[", count: size),
            String(repeating: "{\"a\":", count: size / 5),
            String(repeating: "9", count: size),
            "\"" + String(repeating: "\\u0000", count: size / 6 - 1) + "\"",
            "{" + String(repeating: "\"a\":1,", count: size / 6 - 1) + "\"b\":1}",
            "[" + String(repeating: "{},", count: size / 3 - 1) + "{}]",
            String(repeating: "\\", count: size),
            String(repeating: "\"", count: size),
        ]
        for bomb in bombs {
            #expect(throws: JSONError.self) { try document.parse(Array(bomb.utf8)) }
        }
        // Names of equal fingerprint: eight equal bytes at either end.
        let names = (0..<256).map { "\"aaaaaaaa\(100 + $0)bbbbbbbb\":0" }.joined(separator: ",")
        let objects = Array(repeating: "{\(names)}", count: size / (names.utf8.count + 3))
        #expect(throws: Never.self) {
            try document.parse(Array(("[" + objects.joined(separator: ",") + "]").utf8))
        }
    }
}
