// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A header of a record, with bytes of its own.
public struct KafkaHeader: Hashable, Sendable {
    /// The header's name; names may repeat.
    public var name: String
    /// The header's bytes; nil is Kafka's null.
    public var value: [UInt8]?

    /// Makes a header of bytes.
    public init(name: String, value: [UInt8]?) {
        self.name = name
        self.value = value
    }

    /// Makes a header of text, as UTF-8.
    public init(name: String, text: String) {
        self.init(name: name, value: Array(text.utf8))
    }
}
