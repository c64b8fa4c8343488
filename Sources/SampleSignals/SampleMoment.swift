// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// The time of an occasion, as records carry it.
struct SampleMoment: Hashable, Sendable {
    /// How a vendor writes times.
    enum Form {
        /// RFC 3339.
        case text
        /// A day.
        case date
        /// Milliseconds since the epoch.
        case milliseconds
    }

    var time: Timestamp
    /// Whether a truth value stands where the time belongs.
    var isWrong: Bool

    /// Writes a member with the time, `offset` milliseconds later.
    func write(_ name: String, _ form: Form, offset: Int64 = 0, into writer: inout JSONWriter) {
        let later = Timestamp(milliseconds: time.milliseconds + offset)
        if isWrong { return writer.member(name, true) }
        switch form {
        case .text: writer.member(name, later.description)
        case .date: writer.member(name, later.date.description)
        case .milliseconds: writer.member(name, later.milliseconds)
        }
    }
}
