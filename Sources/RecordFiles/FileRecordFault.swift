// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why one record of a file is not a JSON document; the records after it are still read.
public enum FileRecordFault: Hashable, Sendable {
    /// It has `bytes` bytes, more than a record may have; its bytes are not kept.
    case tooLong(bytes: Int)
    /// Its row has another number of fields than the row of names.
    case raggedRow(expected: Int, found: Int)
    /// Its text is not in the stated encoding.
    case invalidText
    /// The file ends within it: in a quoted field, or before a bracket is closed.
    case unfinished
}

extension FileRecordFault: CustomStringConvertible {
    /// What is wrong, for people.
    public var description: String {
        switch self {
        case .tooLong(let bytes): "\(bytes) bytes are more than a record may have"
        case .raggedRow(let expected, let found): "\(found) fields under \(expected) names"
        case .invalidText: "not UTF-8; state the encoding of the file"
        case .unfinished: "the file ends within the record"
        }
    }
}
