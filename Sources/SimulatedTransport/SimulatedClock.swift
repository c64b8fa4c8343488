// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Pipeline

/// The time of a simulation, which only the simulation moves.
public final class SimulatedTime {
    /// The time of day in milliseconds since the epoch.
    public var wall: Int64
    /// Milliseconds that only go forward.
    public private(set) var monotonic: Int64 = 0

    /// A time that starts at `wall`.
    public init(wall: Timestamp) {
        self.wall = wall.milliseconds
    }

    /// Lets `milliseconds` pass.
    public func advance(by milliseconds: Int64) {
        wall += milliseconds
        monotonic += milliseconds
    }
}

/// A clock of one simulated process.
public struct SimulatedClock: StageClock {
    private let time: SimulatedTime
    /// How far the process's time of day is off, in milliseconds.
    public var offset: Int64 = 0

    /// A clock on `time`.
    public init(_ time: SimulatedTime) {
        self.time = time
    }

    /// What the clocks say now.
    public mutating func now() -> ClockReading {
        ClockReading(wall: Timestamp(milliseconds: time.wall + offset), monotonic: time.monotonic)
    }
}
