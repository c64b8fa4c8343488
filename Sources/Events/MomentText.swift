// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A moment as events have it, written once for all those that were accepted at the same time.
public struct MomentText: Sendable {
    /// The moment.
    public let time: Timestamp
    /// The bytes of its `description`; mean nothing for a year that has not four digits.
    let words: InlineArray<3, UInt64>

    /// Writes a moment.
    public init(_ time: Timestamp) {
        self.time = time
        words = time.canonicalWords
    }
}
