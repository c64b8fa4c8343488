// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Where one record lies in a framer's bytes.
struct RecordFrame {
    /// The record's bytes, without what separates it from others; valid until bytes are added.
    var range: Range<Int>
    /// The line on which it begins, from 1.
    var line: Int
    /// What is wrong with it.
    var fault: FileRecordFault?
}
