// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Something to be done to the cache of a journal partition.
public struct StateCacheWrite: Hashable, Sendable {
    /// What is done with the bytes.
    public enum Action: Hashable, Sendable {
        /// They go to the end of the file.
        case append
        /// They begin a draft beside the file, in place of one that is there.
        case begin
        /// They go to the end of the draft.
        case extend
        /// They go to the end of the draft, which then lasts and takes the file's place.
        case finish
        /// File and draft go; there are no bytes.
        case drop
    }

    /// The journal partition.
    public var partition: Int32
    /// What is done with the bytes.
    public var action: Action
    /// Whole frames.
    public var bytes: [UInt8]

    /// Something to be done.
    public init(partition: Int32, action: Action, bytes: [UInt8] = []) {
        self.partition = partition
        self.action = action
        self.bytes = bytes
    }
}
