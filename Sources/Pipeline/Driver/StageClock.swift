// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What the clocks say at one moment.
public struct ClockReading: Hashable, Sendable {
    /// The time of day; may be set forward and back.
    public var wall: Timestamp
    /// Milliseconds on a clock that only goes forward, and counts suspension.
    public var monotonic: Int64

    /// A reading of both clocks.
    public init(wall: Timestamp, monotonic: Int64) {
        self.wall = wall
        self.monotonic = monotonic
    }
}

/// Where a driver reads the time, so that a simulation can decide it.
public protocol StageClock {
    /// What the clocks say now.
    mutating func now() -> ClockReading
}
