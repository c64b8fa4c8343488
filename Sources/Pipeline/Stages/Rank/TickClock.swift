// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// Decides the instants of ticks from the clocks.
///
/// Instants are multiples of the publish interval. They do not go back when the clock steps back by no more than
/// the allowed skew, and a multiple of the refresh interval is never passed over.
struct TickClock: Hashable, Sendable {
    private let interval: Int64
    private let refreshInterval: Int64
    private let maximumSkew: Int64
    /// The instant of the last tick, or of that of an earlier owner; nil before the first.
    private(set) var last: Timestamp?
    /// When the next tick is due, on the monotonic clock.
    private var due: Int64 = .min
    /// How often the clock stepped back so far that the instants followed it.
    private(set) var stepsBack: Int64 = 0

    init(interval: Int64, refreshInterval: Int64, maximumSkew: Int64) {
        self.interval = interval
        self.refreshInterval = refreshInterval
        self.maximumSkew = maximumSkew
    }

    /// An earlier owner ticked at `instant`.
    mutating func hold(at instant: Timestamp) {
        last = max(last ?? instant, instant)
    }

    /// The next tick is due at once.
    mutating func hurry() {
        due = .min
    }

    /// In how many milliseconds a tick is due.
    func delay(from now: ClockReading) -> Int64 {
        due == .min ? 0 : max(0, due - now.monotonic)
    }

    /// The instant of the tick that is due now; nil if none is.
    mutating func tick(at now: ClockReading) -> Timestamp? {
        guard now.monotonic >= due else { return nil }
        let wall = now.wall.milliseconds
        let multiple = Self.floor(wall, interval)
        due = now.monotonic + (multiple + interval - wall)
        var instant = multiple
        if let last = last?.milliseconds {
            if instant < last {
                if last - wall <= maximumSkew { instant = last } else { stepsBack += 1 }
            } else if refreshInterval > 0 {
                let refresh = Self.floor(instant, refreshInterval)
                if refresh > last { instant = refresh }
            }
        }
        last = Timestamp(milliseconds: instant)
        return last
    }

    private static func floor(_ value: Int64, _ step: Int64) -> Int64 {
        floorDiv(value, step) * step
    }
}
