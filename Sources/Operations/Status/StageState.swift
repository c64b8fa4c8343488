// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Where a stage is in its life.
public enum StageState: String, Sendable, CaseIterable {
    /// It has not been assigned its partitions yet.
    case starting
    /// It reads its state back and publishes nothing.
    case restoring
    /// It does its work.
    case running
    /// It ends its transactions and leaves its group.
    case stopping
    /// It has ended as it should.
    case stopped
    /// It has ended by an error; the process will exit.
    case failed
}
