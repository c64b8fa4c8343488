// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Glibc

/// Cuts a stream of chunks into records; it never holds more than one record and one chunk.
struct RecordFramer {
    /// The scanner of a format.
    private enum Scanner {
        case lines(LineScanner)
        case rows(RowScanner)
        case values(ValueScanner)
    }

    /// The bytes that are still needed.
    private(set) var bytes: [UInt8] = []
    private var scanner: Scanner
    /// The most bytes that a record may have.
    private let limit: Int
    /// How far `bytes` have been scanned.
    private var cursor = 0
    private var isOpen = false
    /// Where the open record's kept bytes begin; without one, what is before it is not needed.
    private var start = 0
    /// Bytes of the open record that were dropped because it is too long.
    private var dropped = 0
    private var line = 1
    private var startLine = 1
    private var afterCarriageReturn = false

    /// A framer of records in `format`, of at most `limit` bytes each.
    init(format: RecordFormat, limit: Int) {
        self.limit = limit
        switch format {
        case .ndjson: scanner = .lines(LineScanner())
        case .json: scanner = .values(ValueScanner())
        case .csv: scanner = .rows(RowScanner(separator: UInt8(ascii: ",")))
        case .tsv: scanner = .rows(RowScanner(separator: UInt8(ascii: "\t")))
        }
    }

    /// Adds the next chunk; frames given before are no longer valid.
    mutating func append(_ chunk: some Collection<UInt8>) {
        let needed = isOpen ? start : cursor
        bytes.removeSubrange(0..<needed)
        cursor -= needed
        start = 0
        bytes.append(contentsOf: chunk)
    }

    /// The next whole record; nil when more bytes are needed.
    mutating func next() -> RecordFrame? {
        switch scanner {
        case .lines(var lines):
            defer { scanner = .lines(lines) }
            return next(&lines)
        case .rows(var rows):
            defer { scanner = .rows(rows) }
            return next(&rows)
        case .values(var values):
            defer { scanner = .values(values) }
            return next(&values)
        }
    }

    /// What is left when no more bytes come: a record without its end, or the news that the file breaks off.
    mutating func finish() -> RecordFrame? {
        let fault =
            switch scanner {
            case .lines(let lines): lines.faultAtEnd
            case .rows(let rows): rows.faultAtEnd
            case .values(let values): values.faultAtEnd
            }
        if isOpen {
            var frame = close(at: cursor)
            if frame?.fault == nil { frame?.fault = fault }
            return frame
        }
        return fault.map { RecordFrame(range: cursor..<cursor, line: line, fault: $0) }
    }

    private mutating func next(_ scanner: inout some RecordScanner) -> RecordFrame? {
        while cursor < bytes.count {
            if isOpen, let terminator = type(of: scanner).terminator { take(until: terminator) }
            guard cursor < bytes.count else { break }
            let byte = bytes[cursor]
            let step = scanner.step(byte)
            if !isOpen {
                if case .take = step {
                    isOpen = true
                    start = cursor
                    startLine = line
                }
            }
            countLine(byte, carriageReturns: type(of: scanner).countsCarriageReturns)
            cursor += 1
            switch step {
            case .skip:
                break
            case .take:
                guard cursor - start + dropped > limit else { break }
                if dropped == 0 { scanner.giveUp() }
                dropped += cursor - start
                start = cursor
            case .end:
                if let frame = close(at: cursor - 1) { return frame }
            case .endAfter:
                if let frame = close(at: cursor) { return frame }
            }
        }
        return nil
    }

    /// Goes on to the next `terminator`, or to as many bytes as the open record may have.
    private mutating func take(until terminator: UInt8) {
        let end = min(bytes.count, max(cursor, start + limit - dropped))
        unsafe bytes.withUnsafeBytes { bytes in
            guard let first = unsafe bytes.baseAddress?.advanced(by: cursor) else { return }
            let found = unsafe memchr(first, Int32(terminator), end - cursor)
            cursor += unsafe found.map { unsafe UnsafeRawPointer($0) - first } ?? (end - cursor)
        }
    }

    private mutating func close(at position: Int) -> RecordFrame? {
        guard isOpen else { return nil }
        isOpen = false
        let length = dropped + max(0, position - start)
        guard length <= limit else {
            dropped = 0
            return RecordFrame(range: position..<position, line: startLine, fault: .tooLong(bytes: length))
        }
        var end = position
        if end > start, case .lines = scanner, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return RecordFrame(range: start..<end, line: startLine, fault: nil)
    }

    private mutating func countLine(_ byte: UInt8, carriageReturns: Bool) {
        let endsPair = afterCarriageReturn && byte == UInt8(ascii: "\n")
        afterCarriageReturn = carriageReturns && byte == UInt8(ascii: "\r")
        if afterCarriageReturn || (byte == UInt8(ascii: "\n") && !endsPair) { line += 1 }
    }
}
