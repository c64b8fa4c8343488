// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Finds, byte by byte, where records begin and end; it keeps no bytes, so chunks may be cut anywhere.
protocol RecordScanner {
    /// Whether a carriage return alone ends a line.
    static var countsCarriageReturns: Bool { get }

    /// The only byte that may end a record, all others of which belong to it; nil if it takes more to tell.
    static var terminator: UInt8? { get }

    /// Says what the next byte is.
    mutating func step(_ byte: UInt8) -> ScanStep

    /// The open record was too long: finds the next sensible end.
    mutating func giveUp()

    /// What is wrong at the end of the file, where a record may be open.
    var faultAtEnd: FileRecordFault? { get }
}
