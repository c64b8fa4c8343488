// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// When a list is sent or published although its accounts and their order are the same.
public struct PublishPolicy: Hashable, Sendable {
    /// `publish_delta`: the move of an urgency, in hundredths of a point, that is worth a record.
    public var delta: Int
    /// `refresh_interval` in milliseconds: at its multiples everything is sent; 0 for never.
    public var refreshInterval: Int64

    /// A policy of the given figures.
    public init(delta: Int = 50, refreshInterval: Int64 = 60_000) {
        self.delta = delta
        self.refreshInterval = refreshInterval
    }

    /// Whether `time` is a multiple of the refresh interval.
    func isRefresh(_ time: Timestamp) -> Bool {
        refreshInterval > 0 && time.milliseconds % refreshInterval == 0
    }

    /// The number of the refresh interval that `time` lies in; always 0 without refreshes.
    func refresh(at time: Timestamp) -> Int64 {
        guard refreshInterval > 0 else { return 0 }
        let (quotient, remainder) = time.milliseconds.quotientAndRemainder(dividingBy: refreshInterval)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Whether an urgency has moved from `old` to `new` by the delta or more; standing still is no move.
    func isMove(from old: Int, to new: Int) -> Bool {
        abs(new - old) >= max(1, delta)
    }
}
