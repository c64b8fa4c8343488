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

/// How far the time of day of one process is off.
public final class SimulatedSkew {
    /// Milliseconds that the process is ahead of the simulation's time of day.
    public var milliseconds: Int64 = 0

    /// No skew.
    public init() {}
}

/// A clock of one simulated process.
public struct SimulatedClock: StageClock {
    private let time: SimulatedTime
    private let skew: SimulatedSkew

    /// A clock on `time`, off by `skew`.
    public init(_ time: SimulatedTime, skew: SimulatedSkew = SimulatedSkew()) {
        self.time = time
        self.skew = skew
    }

    /// What the clocks say now.
    public mutating func now() -> ClockReading {
        ClockReading(
            wall: Timestamp(milliseconds: time.wall + skew.milliseconds),
            monotonic: time.monotonic
        )
    }
}
