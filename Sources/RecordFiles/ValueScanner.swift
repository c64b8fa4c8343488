// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Records are the elements of a JSON array, or JSON values one after the other.
///
/// It follows brackets and strings only: whether an element is JSON is for its decoder to say.
struct ValueScanner: RecordScanner {
    static let countsCarriageReturns = false
    static let terminator: UInt8? = nil

    private enum State {
        /// Between values.
        case between
        /// In an object or an array, brackets deep.
        case nested
        /// In a number or a word.
        case word
        case string
        case escape
    }

    private var state = State.between
    /// Brackets that the open value has open.
    private var depth = 0
    /// Whether an array that holds the records is open.
    private var isInArray = false

    mutating func step(_ byte: UInt8) -> ScanStep {
        switch state {
        case .escape:
            state = .string
            return .take
        case .string:
            if byte == UInt8(ascii: "\\") { state = .escape }
            guard byte == UInt8(ascii: "\"") else { return .take }
            state = depth > 0 ? .nested : .between
            return depth > 0 ? .take : .endAfter
        case .nested:
            return stepNested(byte)
        case .word:
            guard Self.endsWord(byte) else { return .take }
            state = .between
            if byte == UInt8(ascii: "]") { isInArray = false }
            return .end
        case .between:
            return stepBetween(byte)
        }
    }

    func giveUp() {}

    var faultAtEnd: FileRecordFault? {
        switch state {
        case .between: isInArray ? .unfinished : nil
        case .word where !isInArray: nil
        default: .unfinished
        }
    }

    private mutating func stepNested(_ byte: UInt8) -> ScanStep {
        switch byte {
        case UInt8(ascii: "\""):
            state = .string
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            if depth == 0 {
                state = .between
                return .endAfter
            }
        default:
            break
        }
        return .take
    }

    private mutating func stepBetween(_ byte: UInt8) -> ScanStep {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: ","):
            return .skip
        case UInt8(ascii: "[") where !isInArray:
            isInArray = true
            return .skip
        case UInt8(ascii: "]") where isInArray:
            isInArray = false
            return .skip
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            state = .nested
            depth = 1
        case UInt8(ascii: "\""):
            state = .string
        default:
            state = .word
        }
        return .take
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: ","),
            UInt8(ascii: "]"):
            true
        default: false
        }
    }
}
