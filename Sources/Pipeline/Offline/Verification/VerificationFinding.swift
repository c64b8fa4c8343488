// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import JSON

/// Something that has been published and does not hold.
public struct VerificationFinding: Hashable, Sendable, CustomStringConvertible {
    /// What does not hold.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A list is not what follows from the journal.
        case differs
        /// A record is none that hotlist writes.
        case unreadable
        /// The model that a list names is not there, cannot be read, or does not know the list.
        case model
        /// A list names positions that the journal does not have.
        case positions
        /// What a list was computed from has been deleted: it can neither be proved nor refuted any more.
        case expired
        /// A record of the journal is none that can be folded.
        case journal
        /// The publications of a list contradict each other.
        case history
        /// The entries contradict the list.
        case entries
        /// The changes contradict the list.
        case changes
    }

    /// What does not hold.
    public var kind: Kind
    /// The list, or else the key or place of the record.
    public var subject: String
    /// The list's sequence number, if the finding is about one publication.
    public var sequence: Int64?
    /// What of the record it is, such as `entries[3].urgency`, if it is about a part of it.
    public var path: String?
    /// What has been published there, as JSON or in words; nil for nothing.
    public var published: String?
    /// What should be there.
    public var expected: String?
    /// One sentence for people.
    public var problem: String

    init(
        _ kind: Kind,
        _ subject: String,
        sequence: Int64? = nil,
        path: String? = nil,
        published: String? = nil,
        expected: String? = nil,
        _ problem: String
    ) {
        self.kind = kind
        self.subject = subject
        self.sequence = sequence
        self.path = path
        self.published = published
        self.expected = expected
        self.problem = problem
    }

    /// One line for people.
    public var description: String {
        "\(subject)\(sequence.map { ", sequence \($0)" } ?? ""): \(problem)"
    }

    /// The finding as one JSON object, always with the same members.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        func text(_ name: String, _ value: String?) {
            writer.key(name)
            if let value { writer.string(value) } else { writer.null() }
        }
        text("finding", kind.rawValue)
        text("subject", subject)
        writer.key("sequence")
        if let sequence { writer.integer(sequence) } else { writer.null() }
        text("path", path)
        text("published", published)
        text("expected", expected)
        text("problem", problem)
        writer.endObject()
        return writer.bytes
    }
}
