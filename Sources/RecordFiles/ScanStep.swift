// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a scanner says of a byte.
enum ScanStep {
    /// It lies between records.
    case skip
    /// It belongs to the record, and begins it where none is open.
    case take
    /// It ends the record before it and belongs to none.
    case end
    /// It is the last of the record.
    case endAfter
}
