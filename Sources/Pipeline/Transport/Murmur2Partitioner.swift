// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The default partitioner of Kafka's Java client for records with a key.
///
/// hotlist places every record itself, so that the same key is on the same partition whoever produces it.
public enum Murmur2Partitioner {
    /// The partition of a key among `count` partitions: `toPositive(murmur2(key)) % count` in Java's words.
    ///
    /// - Parameters:
    ///   - key: the key's bytes.
    ///   - count: the number of partitions, 1 or more.
    /// - Returns: the partition, from 0.
    public static func partition(key: Span<UInt8>, count: Int32) -> Int32 {
        Int32(bitPattern: hash(key) & 0x7fff_ffff) % max(1, count)
    }

    /// The partition of a queue, by whose name the topics of queues and candidates are partitioned.
    public static func partition(queue: String, count: Int32) -> Int32 {
        let key = Array(queue.utf8)
        return partition(key: key.span, count: count)
    }

    /// MurmurHash 2 with the seed of the Java client.
    public static func hash(_ key: Span<UInt8>) -> UInt32 {
        let multiplier: UInt32 = 0x5bd1_e995
        var hash: UInt32 = 0x9747_b28c ^ UInt32(truncatingIfNeeded: key.count)
        let whole = key.count & ~3
        var index = 0
        while index < whole {
            var word =
                UInt32(key[index]) | UInt32(key[index + 1]) << 8 | UInt32(key[index + 2]) << 16
                | UInt32(key[index + 3]) << 24
            word &*= multiplier
            word ^= word >> 24
            word &*= multiplier
            hash &*= multiplier
            hash ^= word
            index += 4
        }
        let rest = key.count - whole
        if rest == 3 { hash ^= UInt32(key[whole + 2]) << 16 }
        if rest >= 2 { hash ^= UInt32(key[whole + 1]) << 8 }
        if rest >= 1 {
            hash ^= UInt32(key[whole])
            hash &*= multiplier
        }
        hash ^= hash >> 13
        hash &*= multiplier
        hash ^= hash >> 15
        return hash
    }
}
