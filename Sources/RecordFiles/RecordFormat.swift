// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How records follow each other in a file.
public enum RecordFormat: String, Hashable, Sendable, CaseIterable {
    /// One JSON document per line.
    case ndjson
    /// One JSON array whose elements are the documents, or JSON documents one after the other.
    case json
    /// Comma-separated values (RFC 4180) under a row of names.
    case csv
    /// Tab-separated values under a row of names, quoted as in CSV.
    case tsv

    /// The format that the ending of `path` names, with or without `.gz`; nil when it names none.
    public init?(path: String) {
        var name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String($0) ?? "" } ?? ""
        name = name.lowercased()
        if name.hasSuffix(".gz") { name.removeLast(3) }
        guard let dot = name.lastIndex(of: ".") else { return nil }
        switch name[name.index(after: dot)...] {
        case "ndjson", "jsonl": self = .ndjson
        case "json": self = .json
        case "csv": self = .csv
        case "tsv": self = .tsv
        default: return nil
        }
    }
}
