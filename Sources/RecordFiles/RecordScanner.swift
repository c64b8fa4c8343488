// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Finds, byte by byte, where records begin and end; it keeps no bytes, so chunks may be cut anywhere.
protocol RecordScanner {
    /// Whether a carriage return alone ends a line.
    static var countsCarriageReturns: Bool { get }

    /// Says what the next byte is.
    mutating func step(_ byte: UInt8) -> ScanStep

    /// The open record was too long: finds the next sensible end.
    mutating func giveUp()

    /// What is wrong at the end of the file, where a record may be open.
    var faultAtEnd: FileRecordFault? { get }
}
