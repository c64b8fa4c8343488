// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import Testing

@Suite struct Murmur2PartitionerTests {
    /// librdkafka's own vectors, which it took from the Java client: the hash of each key.
    @Test(arguments: [
        ("kafka", 0xd067_cf64 as UInt32), ("giberish123456789", 0x8f55_2b0c), ("1234", 0x9fc9_7b14),
        ("234", 0xe7c0_09ca), ("34", 0x8739_30da), ("4", 0x5a4b_5ca1),
        ("PreAmbleWillBeRemoved,ThePrePartThatIs", 0x7842_4f1c),
        ("reAmbleWillBeRemoved,ThePrePartThatIs", 0x4a62_b377),
        ("eAmbleWillBeRemoved,ThePrePartThatIs", 0xe0e4_e09e),
        ("AmbleWillBeRemoved,ThePrePartThatIs", 0x62b8_b43f), ("", 0x106e_08d9),
    ])
    func `the hash is the one of the Java client`(key: String, hash: UInt32) {
        #expect(Murmur2Partitioner.hash(key.utf8.span) == hash)
    }

    /// 0xd067cf64 & 0x7fffffff is 1348980580, and 1348980580 % 12 is 4; "4" hashes to 1514888353, and 1514888353 % 7 is 6.
    @Test func `the partition is the positive hash modulo the count`() {
        #expect(Murmur2Partitioner.partition(key: "kafka".utf8.span, count: 12) == 4)
        #expect(Murmur2Partitioner.partition(key: "4".utf8.span, count: 7) == 6)
        #expect(Murmur2Partitioner.partition(key: "kafka".utf8.span, count: 1) == 0)
    }
}
