// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import KafkaTransport
import Pipeline
import Testing

@Suite struct ResidentMemoryTests {
    private func reading(_ monotonic: Int64) -> ClockReading {
        ClockReading(wall: Timestamp(milliseconds: 0), monotonic: monotonic)
    }

    @Test func `the resident size is that of a process, and more once memory has been touched`() {
        let before = ResidentMemory.size
        #expect(before > 1 << 20)
        let touched = [UInt8](repeating: 1, count: 64 << 20)
        let after = ResidentMemory.size
        #expect(after - before > 32 << 20)
        #expect(touched.count == 64 << 20)
    }

    @Test func `memory is short near the limit, at the next look`() {
        var small = ResidentMemory(limit: 1 << 20)
        let answers = [1_000, 1_001, 1_020].map { small.isShort(at: reading($0)) }
        #expect(answers == [true, true, true])
        var large = ResidentMemory(limit: 1 << 40)
        let others = [1_000, 2_000].map { large.isShort(at: reading($0)) }
        #expect(others == [false, false])
    }
}
