// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A transaction that is being committed while the stage works on more.
struct CommitUnderWay {
    /// The group's offsets in it.
    let offsets: [TopicPartition: Int64]
    /// When the transaction was offered, on the monotonic clock.
    let began: Int64
    /// Until when what fails is tried again, on the monotonic clock.
    var deadline: Int64
    /// What stood in the way when it was last tried; nil the first time.
    var trouble: String?
    /// How many bytes of records have come since.
    var bytesBeside = 0
}
