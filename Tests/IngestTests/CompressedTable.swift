// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import CZlib
import JSON

/// A gzip file of comma-separated values, just well enough read for the tests.
enum CompressedTable {
    /// The rows as JSON objects of texts, keyed by the columns' names; nil where the file cannot be read.
    static func rows(path: String) -> [[UInt8]]? {
        guard let file = unsafe gzopen(path, "rb") else { return nil }
        defer { unsafe gzclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe gzread(file, &piece, UInt32(piece.count))
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            bytes += piece[..<Int(count)]
        }
        let records = records(bytes)
        guard let names = records.first else { return nil }
        return records.dropFirst().map { fields in
            var writer = JSONWriter()
            writer.beginObject()
            for (name, field) in zip(names, fields) {
                writer.key(name.span)
                writer.string(field.span)
            }
            writer.endObject()
            return writer.bytes
        }
    }

    private static func records(_ bytes: [UInt8]) -> [[[UInt8]]] {
        var records: [[[UInt8]]] = []
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var isQuoted = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\"") where isQuoted && index < bytes.count && bytes[index] == byte:
                field.append(byte)
                index += 1
            case UInt8(ascii: "\""):
                isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted:
                fields.append(field)
                field = []
            case UInt8(ascii: "\r") where !isQuoted:
                continue
            case UInt8(ascii: "\n") where !isQuoted:
                fields.append(field)
                records.append(fields)
                (fields, field) = ([], [])
            default:
                field.append(byte)
            }
        }
        if !fields.isEmpty { records.append(fields + [field]) }
        return records
    }
}
