// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Records are lines that are not blank.
struct LineScanner: RecordScanner {
    static let countsCarriageReturns = false
    static let terminator: UInt8? = UInt8(ascii: "\n")
    private var isOpen = false

    mutating func step(_ byte: UInt8) -> ScanStep {
        if byte == UInt8(ascii: "\n") {
            isOpen = false
            return .end
        }
        if isOpen { return .take }
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): return .skip
        default:
            isOpen = true
            return .take
        }
    }

    func giveUp() {}

    /// A last line needs no line end.
    var faultAtEnd: FileRecordFault? { nil }
}
