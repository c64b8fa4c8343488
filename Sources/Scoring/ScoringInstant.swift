// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// A moment at which accounts are scored, with what is the same for all of them.
public struct ScoringInstant: Hashable, Sendable {
    /// How the accumulators of one kind are read.
    struct Reading: Hashable, Sendable {
        /// q_t: the number of the half-life that the moment falls into.
        let number: Int64
        /// 2^(−r_t/h).
        let decay: Double
    }

    /// The moment, `as_of`.
    public let time: Timestamp
    /// One for each of the model's kinds, in order.
    let readings: [Reading]

    /// The moment `time` under `model`.
    public init(_ time: Timestamp, model: ScoringModel) {
        self.time = time
        readings = model.kinds.map { kind in
            let moment = HalfLifeMoment(time.milliseconds, halfLife: kind.halfLife)
            return Reading(number: moment.number, decay: moment.decay)
        }
    }
}
