// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// One record of a file.
public struct FileRecord: Hashable, Sendable {
    /// The line on which it begins, from 1; the row of names counts.
    public var line: Int
    /// Where its bytes lie in those of its batch: the JSON document, or with a fault what there is of the record.
    public var range: Range<Int>
    /// What is wrong with it; nil when it is a document to decode.
    public var fault: FileRecordFault?
}
