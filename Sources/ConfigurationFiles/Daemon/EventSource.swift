// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// A topic that a vendor (or a program of one's own) fills.
public struct EventSource: Hashable, Sendable {
    /// How its records become canonical events.
    public enum Mapping: Hashable, Sendable {
        /// They are canonical CloudEvents.
        case canonical
        /// A mapping that ships with hotlist, by its name.
        case preset(String)
        /// A mapping in a file, by its path.
        case file(String)
    }

    /// Where reading begins when the consumer group has no offset for the topic.
    public enum Start: Hashable, Sendable {
        /// With the oldest record.
        case earliest
        /// With the next record.
        case latest
        /// With the first record at or after a moment.
        case timestamp(Timestamp)
    }

    /// The topic's name.
    public var topic: String
    /// How its records become events.
    public var mapping: Mapping
    /// Where reading begins.
    public var start: Start
    /// Where the mapping is named, for faults of the mapping.
    public var place: ConfigurationPlace

    /// The given source.
    public init(topic: String, mapping: Mapping, start: Start, place: ConfigurationPlace) {
        self.topic = topic
        self.mapping = mapping
        self.start = start
        self.place = place
    }
}
