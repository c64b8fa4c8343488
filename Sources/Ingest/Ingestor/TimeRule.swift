// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// How far a time may lie in the future before it is taken for wrong.
struct TimeRule: Hashable, Sendable {
    /// The allowed skew of clocks, in milliseconds.
    var clockSkew: Int64

    /// The time that an event gets, never after `now`.
    ///
    /// A moment later than both clocks, ours and that of the record, by more than the skew is refused; a day is
    /// never refused, since it has begun somewhere.
    func accepted(
        _ time: Timestamp,
        isDateOnly: Bool,
        now: Timestamp,
        record: Timestamp?
    ) throws(IngestFault) -> Timestamp {
        let clock = max(now, record ?? now)
        let (bound, overflow) = clock.milliseconds.addingReportingOverflow(clockSkew)
        guard isDateOnly || overflow || time.milliseconds <= bound else {
            throw IngestFault(.timeInFuture, "the time \(time) lies after \(Timestamp(milliseconds: bound))")
        }
        return min(time, now)
    }
}
