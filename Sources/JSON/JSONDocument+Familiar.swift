// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension JSONDocument {
    /// Parses one document in place of the last; one like those that `members` were learned from is read in one pass.
    ///
    /// Both ways accept the same documents and give the same nodes.
    public mutating func parse(
        _ bytes: Span<UInt8>,
        expecting members: inout FamiliarMembers
    ) throws(JSONError) {
        if members.areWorthTrying, read(bytes, by: members) {
            members.foundAgain()
        } else {
            try parse(bytes)
            members.learn(self)
        }
    }

    /// The number among the familiar members of the one at `place`, from 0, of a document that is read by them.
    @inlinable @inline(__always)
    public func memberNumber(at place: Int) -> Int { Int(memberNumbers[place]) }

    /// Reads an object that has no members but `members`, each with a plain value, and in their order: one after the other
    /// onto the tape, as simdjson would (its doc/tape.md).
    ///
    /// There may be space in front of names and values.
    ///
    /// - Returns: whether it is such an object; there is no document otherwise.
    private mutating func read(_ bytes: Span<UInt8>, by members: borrowing FamiliarMembers) -> Bool {
        forget()
        guard bytes.count <= min(limits.documentBytes, limits.stringBytes), limits.numberDigits >= 15,
            !members.names.isEmpty, limits.members >= members.names.count
        else { return false }
        flat.begin(members.strings.span, members: members.names.count, textBytes: bytes.count)
        var scanner = PlainScanner()
        scanner.skipSpaces(in: bytes)
        guard scanner.skip(UInt8(ascii: "{"), in: bytes) else { return false }
        var (next, count) = (0, 0)
        repeat {
            scanner.skipSpaces(in: bytes)
            guard let number = Self.member(from: next, of: members, bytes, &scanner) else { return false }
            next = number + 1
            memberNumbers[count] = UInt8(truncatingIfNeeded: number)
            count += 1
            flat.append(members.words[number])
            scanner.skipSpaces(in: bytes)
            guard Self.value(bytes, &scanner, &flat) else { return false }
        } while scanner.skip(UInt8(ascii: ","), in: bytes)
        scanner.skipSpaces(in: bytes)
        guard scanner.skip(UInt8(ascii: "}"), in: bytes) else { return false }
        scanner.skipSpaces(in: bytes)
        guard scanner.place == bytes.count else { return false }
        guard scanner.isASCII || (try? UTF8Span(validating: bytes)) != nil else { return false }
        unsafe (tape, strings) = flat.end(members: count)
        isFamiliar = true
        stringsEnd = flat.stringsEnd
        hasPlainStrings = true
        return true
    }

    /// The number of the member whose name comes next, from `first` on.
    @inline(__always)
    private static func member(
        from first: Int,
        of members: borrowing FamiliarMembers,
        _ bytes: Span<UInt8>,
        _ scanner: inout PlainScanner
    ) -> Int? {
        let names = members.written.span
        for number in first..<names.count where scanner.skip(names[number], in: bytes) { return number }
        return nil
    }

    /// Reads a value onto the tape; whether it is a plain one.
    @inline(__always)
    private static func value(
        _ bytes: Span<UInt8>,
        _ scanner: inout PlainScanner,
        _ tape: inout FlatTape
    ) -> Bool {
        guard scanner.place < bytes.count else { return false }
        switch bytes[scanner.place] {
        case UInt8(ascii: "\""):
            scanner.skip(count: 1)
            guard let text = scanner.text(in: bytes) else { return false }
            tape.append(text, of: bytes)
        case UInt8(ascii: "t"):
            guard scanner.skip("true", in: bytes) else { return false }
            tape.append(JSONTag.yes)
        case UInt8(ascii: "f"):
            guard scanner.skip("false", in: bytes) else { return false }
            tape.append(JSONTag.no)
        case UInt8(ascii: "n"):
            guard scanner.skip("null", in: bytes) else { return false }
            tape.append(JSONTag.null)
        default:
            switch scanner.number(in: bytes) {
            case .integer(let number): tape.append(JSONTag.integer, UInt64(bitPattern: number))
            case .decimal(let number): tape.append(JSONTag.double, number.bitPattern)
            case nil: return false
            }
        }
        return true
    }
}
