// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Swift source with what is not code taken out.
enum SourceText {
    /// `source` without comments and with empty string literals; its lines keep their numbers.
    static func code(of source: String) -> String {
        var code: [UInt8] = []
        var rest = Array(source.utf8)[...]
        while let byte = rest.first {
            let start = rest
            if rest.starts(with: "//".utf8) {
                rest = rest.drop { $0 != newline }
            } else if rest.starts(with: "/*".utf8) {
                skipBlockComment(&rest)
                code += start[..<rest.startIndex].filter { $0 == newline }
            } else if let delimiter = openingDelimiter(of: rest) {
                skipLiteral(&rest, delimiter)
                code += "\"\"".utf8
                code += start[..<rest.startIndex].filter { $0 == newline }
            } else {
                code.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: code, as: UTF8.self)
    }

    /// The names of the modules that `source` imports, whatever the access level and the attributes.
    static func imports(in source: String) -> [String] {
        code(of: source).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), words[..<keyword].allSatisfy(isImportModifier)
            else {
                return nil
            }
            // `import struct Module.Name` names a kind first.
            let kinds: Set<Substring> = [
                "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
            ]
            let name = words[(keyword + 1)...].first { !kinds.contains($0) }
            return name?.split(separator: ".").first.map(String.init)
        }
    }

    private static func isImportModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
    }

    private static let newline = UInt8(ascii: "\n")

    private static func skipBlockComment(_ rest: inout ArraySlice<UInt8>) {
        var depth = 0
        repeat {
            if rest.starts(with: "/*".utf8) {
                depth += 1
                rest = rest.dropFirst(2)
            } else if rest.starts(with: "*/".utf8) {
                depth -= 1
                rest = rest.dropFirst(2)
            } else {
                rest = rest.dropFirst()
            }
        } while depth > 0 && !rest.isEmpty
    }

    /// The number of quotation marks, and of number signs before them, with which `rest` opens a string.
    private static func openingDelimiter(of rest: ArraySlice<UInt8>) -> (pounds: Int, quotes: Int)? {
        guard rest.first == UInt8(ascii: "#") || rest.first == UInt8(ascii: "\"") else { return nil }
        let pounds = rest.prefix { $0 == UInt8(ascii: "#") }.count
        let quotes = rest.dropFirst(pounds).prefix { $0 == UInt8(ascii: "\"") }.count
        if quotes == 0 { return nil }
        return (pounds, quotes >= 3 ? 3 : 1)
    }

    private static func skipLiteral(
        _ rest: inout ArraySlice<UInt8>,
        _ delimiter: (pounds: Int, quotes: Int)
    ) {
        let pounds = [UInt8](repeating: UInt8(ascii: "#"), count: delimiter.pounds)
        let end = [UInt8](repeating: UInt8(ascii: "\""), count: delimiter.quotes) + pounds
        let escape = [UInt8(ascii: "\\")] + pounds
        rest = rest.dropFirst(delimiter.pounds + delimiter.quotes)
        while !rest.isEmpty {
            if rest.starts(with: end) {
                rest = rest.dropFirst(end.count)
                return
            }
            rest = rest.dropFirst(rest.starts(with: escape) ? escape.count + 1 : 1)
        }
    }
}
