// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// How a moment is made of a record.
public struct TimeExpression: Hashable, Sendable {
    /// How a moment is written.
    public enum Format: Hashable, Sendable {
        /// RFC 3339 with a zone, such as `2026-11-20T09:00:00.250Z`.
        case rfc3339
        /// Seconds since 1970, whole or not; also as text.
        case epochSeconds
        /// Milliseconds since 1970; also as text.
        case epochMilliseconds
        /// A day such as `2026-11-20`; the moment is its beginning in UTC, and a day still to come is today.
        case date
        /// A stated pattern and zone.
        case pattern(TimestampPattern)
    }

    /// One place to look for a moment.
    public struct Candidate: Hashable, Sendable {
        /// Where to look, in this order; the first value that is present is taken.
        public var selectors: [FieldSelector]
        /// How it may be written; the first that fits is taken, and it is an error if none does.
        public var formats: [Format]

        /// A moment found by `selectors` and written in one of `formats`.
        public init(_ selectors: [FieldSelector], formats: [Format] = [.rfc3339]) {
            self.selectors = selectors
            self.formats = formats
        }
    }

    /// Where to look, in this order; the first value that is present is taken, also if it cannot be read.
    public var candidates: [Candidate]
    /// A moment that the result is not after, such as when the vendor's server received it.
    public var notAfter: Candidate?

    /// A moment found by the first of `candidates` that is present.
    public init(_ candidates: [Candidate], notAfter: Candidate? = nil) {
        self.candidates = candidates
        self.notAfter = notAfter
    }
}
