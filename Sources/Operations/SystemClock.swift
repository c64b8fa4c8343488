// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Glibc

/// The machine's two clocks, in whole milliseconds.
public enum SystemClock {
    /// Milliseconds since the machine started, time spent suspended included; never steps back.
    public static func monotonicMilliseconds() -> Int64 {
        read(CLOCK_BOOTTIME)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z by the wall clock, which may step.
    public static func wallMilliseconds() -> Int64 {
        read(CLOCK_REALTIME)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // The call fails only for a clock that does not exist or memory that is not ours.
        _ = unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
