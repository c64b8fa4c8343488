// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What is wrong with a record or with one element of it.
struct IngestFault: Error, Hashable, Sendable {
    /// The reason's stable code.
    var reason: DeadLetterReason
    /// What exactly, for people; may hold text of the record.
    var detail: String

    init(_ reason: DeadLetterReason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }
}
