// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import JSON

/// Turns rows of separated values into JSON objects of strings under the names of the first row.
struct RowEncoder {
    private let separator: UInt8
    /// The names; nil until the first row.
    private var names: [[UInt8]]?
    /// What is wrong with the row of names, and so with every row.
    private var namesFault: FileRecordFault?
    private var field: [UInt8] = []
    private var writer = JSONWriter()

    /// An encoder that has seen no row.
    init(separator: UInt8) {
        self.separator = separator
    }

    /// The object of the last row given to `encode`.
    var object: [UInt8] { writer.bytes }

    /// Whether the row of names was seen.
    var hasNames: Bool { names != nil }

    /// Takes the row of names; an empty name becomes `column_3`, the second `name` becomes `name_2`.
    ///
    /// Returns what is wrong with it: no row can be encoded then.
    mutating func setNames(_ row: ArraySlice<UInt8>, fault: FileRecordFault?) -> FileRecordFault? {
        var taken: [[UInt8]] = []
        namesFault = fault ?? (Self.isUTF8(row) ? nil : .invalidText)
        forEachField(of: row) { text, _ in
            let given = text.isEmpty ? Array("column_\(taken.count + 1)".utf8) : text
            var name = given
            var number = 1
            while taken.contains(name) {
                number += 1
                name = given + Array("_\(number)".utf8)
            }
            taken.append(name)
        }
        names = taken
        return namesFault
    }

    /// Encodes a row into `object`; returns what is wrong with it instead.
    mutating func encode(_ row: ArraySlice<UInt8>) -> FileRecordFault? {
        if let namesFault { return namesFault }
        let names = names ?? []
        guard Self.isUTF8(row) else { return .invalidText }
        var writer = writer
        self.writer = JSONWriter()
        defer { self.writer = writer }
        writer.reset()
        writer.beginObject()
        var found = 0
        forEachField(of: row) { text, index in
            found = index + 1
            guard index < names.count else { return }
            let name = names[index]
            writer.key(name.span)
            writer.string(text.span)
        }
        writer.endObject()
        return found == names.count ? nil : .raggedRow(expected: names.count, found: found)
    }

    private mutating func forEachField(of row: ArraySlice<UInt8>, _ body: ([UInt8], Int) -> Void) {
        var scanner = FieldScanner(separator: separator)
        var index = 0
        field.removeAll(keepingCapacity: true)
        for byte in row {
            switch scanner.step(byte) {
            case .text:
                field.append(byte)
            case .quote:
                break
            case .separator:
                body(field, index)
                index += 1
                field.removeAll(keepingCapacity: true)
            }
        }
        body(field, index)
    }

    private static func isUTF8(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.contains(where: { $0 >= 0x80 }) else { return true }
        return (try? UTF8Span(validating: text.span)) != nil
    }
}
