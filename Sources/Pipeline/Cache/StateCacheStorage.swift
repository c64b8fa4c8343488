// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Where cached state is kept on this host; nothing in it is ever the truth.
public protocol StateCacheStorage {
    /// The bytes kept for journal partitions, of those for which there are any that can be read.
    mutating func load(_ partitions: [Int32]) -> [Int32: [UInt8]]

    /// Carries out what a stage wants written.
    ///
    /// It never fails the stage: what could not be written is dropped and reported, and writes to that partition are
    /// ignored until the next `.begin`.
    mutating func write(_ write: StateCacheWrite)
}
