// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Foundation
import Ranking
import Testing

/// Files that people and accidents spoil: none may crash the reader, and each refusal has a place.
@Suite struct ConfigurationFuzzTests {
    /// A generator of pseudo-random numbers that a seed repeats (xorshift64*).
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 2_685_821_657_736_338_717
        }
    }

    private static let pieces = [
        "*", "&a ", "*a", "<<: *a", "{", "}", "[", "]", ":", ": ", ",", "- ", "\"", "'", "|", ">", "#", "!",
        "!!int ",
        "%", "@", "?", "? ", "~", "\t", "\n", "\r\n", "\u{0}", "\u{FEFF}", "\u{2028}", "\u{E000}", "\u{202E}",
        "0",
        "-1", "1e999", "99999999999999999999", ".nan", "null", "true", "---\n", "...\n", "kinds", "90d",
        "64MiB",
        "\\x", "\\ud800", "é", "\u{1F525}",
    ]

    private static func mutate(_ bytes: [UInt8], _ random: inout Generator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...40, using: &random))
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes.removeSubrange(place..<end)
            case 1:
                bytes.insert(
                    contentsOf: pieces.randomElement(using: &random).map { Array($0.utf8) } ?? [],
                    at: place
                )
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            case 3: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
            case 4:
                bytes.insert(
                    contentsOf: bytes[place..<end],
                    at: Int.random(in: 0...bytes.count, using: &random)
                )
            case 5: if random.next() % 8 == 0 { bytes.removeSubrange(place...) }
            default:
                bytes.replaceSubrange(
                    place..<end,
                    with: pieces.randomElement(using: &random).map { Array($0.utf8) } ?? []
                )
            }
        }
        return bytes
    }

    /// Spoils `bytes` many times; `read` says which faults it found.
    private static func spoil(_ bytes: [UInt8], read: ([UInt8]) -> [ConfigurationFault]) {
        let environment = ProcessInfo.processInfo.environment
        let first = environment["HOTLIST_SEED"].flatMap(UInt64.init) ?? 1
        let rounds = environment["HOTLIST_ROUNDS"].flatMap(UInt64.init) ?? 1000
        var refused = 0
        for seed in first..<first + rounds {
            var random = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
            let spoilt = mutate(bytes, &random)
            let lines = 1 + String(decoding: spoilt, as: UTF8.self).count(where: \.isNewline)
            let faults = read(spoilt)
            if !faults.isEmpty { refused += 1 }
            for fault in faults {
                #expect(
                    fault.line >= 1 && fault.line <= lines && fault.column >= 1,
                    "HOTLIST_SEED=\(seed) \(fault)"
                )
                let isOneLine = !fault.description.contains { $0.isNewline }
                #expect(isOneLine, "HOTLIST_SEED=\(seed) \(fault)")
            }
        }
        // Most changes are faults; if none were, nothing was tried.
        #expect(refused > rounds / 4)
    }

    @Test func `a spoilt model file is refused with a place or read`() throws {
        Self.spoil(Array(ModelFaultTests.model.utf8)) { bytes in
            do throws(ConfigurationError) {
                _ = try Model(file: "m.yaml", bytes: bytes)
                return []
            } catch {
                return error.faults
            }
        }
    }

    @Test func `a spoilt daemon file is refused with a place or read`() throws {
        Self.spoil(Array(DaemonFileTests.full.utf8)) { bytes in
            do throws(ConfigurationError) {
                _ = try DaemonConfiguration(
                    file: "h.yaml",
                    bytes: bytes,
                    surroundings: DaemonFileTests.surroundings
                )
                return []
            } catch {
                return error.faults
            }
        }
    }
}
