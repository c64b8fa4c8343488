// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The fields of a state record, by their numbers in account-state.proto.
enum StateField: Int {
    case foldedThrough = 1
    case sums, landmarks, counts
    case identities, offsets, times, strengths, shapes, persons, keys, groups, idLengths
    case details, detailNumbers
    case groupShapes, groupKeys, groupOffsets, groupAnchors
    case evictedStrengths, evictedTimes, evictedOffsets
    case placeShapes, placePersons, placeDays, placeCounts, placeOffsets
    case retractions, retractionOffsets
    case members, membersSeen
    case latestEvicted
    case fields, profileNumbers, stampTimes, stampOffsets
    case dispositions, dispositionTimes, dispositionOffsets, dispositionUntils
    case supersededBy, texts
    case version = 1000

    /// The highest number of a field but the version's.
    static let lastNumber = 42

    /// The name in account-state.proto.
    var name: String { self == .version ? "version" : Self.names[rawValue - 1] }

    private static let names = [
        "folded_through", "sums", "landmarks", "counts", "identities", "offsets", "times", "strengths",
        "shapes",
        "persons", "keys", "groups", "id_lengths", "details", "detail_numbers", "group_shapes", "group_keys",
        "group_offsets", "group_anchors", "evicted_strengths", "evicted_times", "evicted_offsets",
        "place_shapes", "place_persons", "place_days", "place_counts", "place_offsets", "retractions",
        "retraction_offsets", "members", "members_seen", "latest_evicted", "fields", "profile_numbers",
        "stamp_times", "stamp_offsets", "dispositions", "disposition_times", "disposition_offsets",
        "disposition_untils", "superseded_by", "texts",
    ]

    /// Whether it is one varint; all others are bytes after their length.
    var isVarint: Bool { self == .foldedThrough || self == .latestEvicted || self == .version }

    /// What goes before the field: its number and wire type.
    var tag: UInt64 { UInt64(rawValue) << 3 | (isVarint ? WireType.varint : WireType.bytes).rawValue }
}

/// How long a field of Protocol Buffers is.
enum WireType: UInt64 {
    /// As long as its bytes have the highest bit, and one more.
    case varint = 0
    /// Eight bytes.
    case fixed64 = 1
    /// As long as the varint before it says.
    case bytes = 2
    /// Four bytes.
    case fixed32 = 5
}
