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
    /// The instant below which no tick goes after a small step back: that of the last tick that may have been
    /// published, here or by an earlier owner; nil before the first.
    private(set) var last: Timestamp?
    /// The instant of the last tick that is known to be done: refreshes after it are owed.
    private var settled: Timestamp?
    /// `last` as it was before the last tick.
    private var before: Timestamp?
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
        settled = last
    }

    /// What the last tick had to send has been committed, or was nothing.
    mutating func settle() {
        settled = last
    }

    /// What the last tick sent has been aborted, so that nobody has seen it.
    mutating func takeBack() {
        last = before
        hurry()
    }

    /// The next tick is due at once.
    mutating func hurry() {
        due = .min
    }

    /// In how many milliseconds a tick is due that may be late by `patience`.
    func delay(from now: ClockReading, patience: Int64) -> Int64 {
        due == .min ? 0 : max(0, due + patience - now.monotonic)
    }

    /// The instant of the tick that is due now, though it may be late by `patience`, in milliseconds; nil if none is.
    mutating func tick(at now: ClockReading, patience: Int64) -> Timestamp? {
        guard now.monotonic >= due + patience else { return nil }
        let wall = now.wall.milliseconds
        let multiple = Self.floor(wall, interval)
        due = now.monotonic + (multiple + interval - wall)
        var instant = multiple
        if let floor = last?.milliseconds, instant < floor {
            if floor - wall <= maximumSkew {
                instant = floor
            } else {
                stepsBack += 1
                last = Timestamp(milliseconds: instant)
                settled = last
            }
        }
        if refreshInterval > 0, let settled = settled?.milliseconds {
            let refresh = Self.floor(instant, refreshInterval)
            if refresh > settled, refresh >= last?.milliseconds ?? refresh { instant = refresh }
        }
        before = last
        last = Timestamp(milliseconds: instant)
        return last
    }

    /// The instant of a tick at `wall`.
    func floor(_ wall: Timestamp) -> Timestamp {
        Timestamp(milliseconds: Self.floor(wall.milliseconds, interval))
    }

    private static func floor(_ value: Int64, _ step: Int64) -> Int64 {
        floorDiv(value, step) * step
    }
}
