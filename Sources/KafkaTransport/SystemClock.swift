// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Pipeline
import Events
import Glibc

/// The machine's clocks.
public struct SystemClock: StageClock {
    /// The machine's clocks.
    public init() {}

    /// What they say now.
    public mutating func now() -> ClockReading {
        ClockReading(
            wall: Timestamp(milliseconds: Self.milliseconds(CLOCK_REALTIME)),
            // Unlike CLOCK_MONOTONIC, it goes on while the machine sleeps, as the brokers' timeouts do.
            monotonic: Self.milliseconds(CLOCK_BOOTTIME)
        )
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
