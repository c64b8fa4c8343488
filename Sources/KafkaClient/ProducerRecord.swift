// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A record to be produced whose bytes stand among those of others, in one piece of memory.
public struct ProducerRecord: Sendable {
    /// Where its key stands; nil is Kafka's null.
    public var key: Range<Int>?
    /// Where its value stands; nil is Kafka's null, a tombstone in a compacted topic.
    public var value: Range<Int>?

    /// A record with key and value at these places.
    public init(key: Range<Int>?, value: Range<Int>?) {
        self.key = key
        self.value = value
    }
}
