// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Where a driver learns whether the process uses as much memory as it may, so that a simulation can decide it.
public protocol MemoryGauge {
    /// Whether nothing more may be read now.
    mutating func isShort(at now: ClockReading) -> Bool
}
