// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Pipeline
import Testing

@testable import Pipeline

/// The check over frames, by its own promises.
@Suite struct StateCacheChecksumTests {
    private func check(_ bytes: [UInt8]) -> UInt64 {
        var checksum = StateCacheChecksum.start
        checksum.add(bytes.span, 0..<bytes.count)
        return checksum.state
    }

    @Test func `any change within one word changes the check`() {
        // 77 bytes: two rounds of four words, one word, and five bytes.
        let bytes = (0..<77).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let right = check(bytes)
        for offset in bytes.indices {
            for value in UInt8.min...UInt8.max where value != bytes[offset] {
                var changed = bytes
                changed[offset] = value
                #expect(check(changed) != right)
            }
        }
    }

    @Test func `words that change places change the check`() {
        let bytes = (0..<96).map { UInt8($0) }
        let right = check(bytes)
        for first in 0..<12 {
            for second in 0..<first {
                var swapped = bytes
                for index in 0..<8 { swapped.swapAt(8 * first + index, 8 * second + index) }
                #expect(check(swapped) != right)
            }
        }
    }

    @Test func `the check is the same on every machine`() {
        // A change of this number is a new version of the format.
        #expect(check((0..<77).map { UInt8($0) }) == 15_615_693_390_661_284_731)
    }
}
