// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Milliseconds for librdkafka: rounded up, so that a wait is never shorter, and never the "forever" of -1.
extension Duration {
    var milliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        guard seconds < Int64(Int32.max) / 1000 else { return Int32.max }
        return Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

/// An instant after which a call that waits has to return.
struct Deadline {
    private let instant: ContinuousClock.Instant

    init(_ timeout: Duration) {
        instant = ContinuousClock.now.advanced(by: timeout)
    }

    /// What is left, never below zero.
    var remaining: Duration {
        max(.zero, ContinuousClock.now.duration(to: instant))
    }

    var milliseconds: Int32 { remaining.milliseconds }

    var hasPassed: Bool { remaining == .zero }
}
