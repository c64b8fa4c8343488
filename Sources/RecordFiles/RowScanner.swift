// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Records are rows of separated values: line ends within quotes belong to the row.
struct RowScanner: RecordScanner {
    static let countsCarriageReturns = true
    static let terminator: UInt8? = nil
    private var field: FieldScanner
    private var afterCarriageReturn = false

    init(separator: UInt8) {
        field = FieldScanner(separator: separator)
    }

    mutating func step(_ byte: UInt8) -> ScanStep {
        let endsPair = afterCarriageReturn && byte == UInt8(ascii: "\n")
        afterCarriageReturn = false
        if endsPair { return .skip }
        if !field.isQuoted, byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") {
            afterCarriageReturn = byte == UInt8(ascii: "\r")
            field.reset()
            return .end
        }
        _ = field.step(byte)
        return .take
    }

    /// The quote was probably never meant to be open: the next line end ends the row, so that one stray quote does
    /// not cost the rest of the file.
    mutating func giveUp() {
        field.reset()
    }

    var faultAtEnd: FileRecordFault? {
        field.isQuoted ? .unfinished : nil
    }
}
