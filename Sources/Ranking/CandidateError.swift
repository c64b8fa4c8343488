// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a record that `rank` should have written cannot be used.
public enum CandidateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The key is neither `list|partition` nor `queue|#partition`.
    case key(String)
    /// The value is not the Protocol Buffers message that it should be.
    case notProtobuf(message: String)
    /// A field holds what it cannot hold.
    case field(String, problem: String)
    /// The value is that of another key.
    case keyMismatch(key: String, value: String)
    /// The journal has fewer partitions.
    case partition(Int, journalPartitions: Int)

    /// One sentence about what is wrong, and what to do.
    public var description: String {
        switch self {
        case .key(let key):
            "the key '\(key)' is neither list|partition nor queue|#partition: something else writes to the topic"
        case .notProtobuf(let message):
            "the value is not a \(message) message (docs/records.md): something else writes to the topic"
        case .field(let field, let problem):
            "the field '\(field)' \(problem)"
        case .keyMismatch(let key, let value):
            "the value belongs to the key '\(value)' but was written under '\(key)'"
        case .partition(let partition, let journalPartitions):
            "the record is of journal partition \(partition), but the journal has only \(journalPartitions) partitions: "
                + "delete the candidates topic after the journal was made anew"
        }
    }
}
