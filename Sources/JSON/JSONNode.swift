// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A place in a parsed document: a plain value, which only means something together with that document.
///
/// Used with another document, or after the next `parse`, it finds another value or none; it never reaches
/// outside the document.
public struct JSONNode: Hashable, Sendable {
    /// The position on the tape.
    @usableFromInline let index: UInt32

    @inlinable
    init(index: Int) {
        self.index = UInt32(truncatingIfNeeded: index)
    }
}
