// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Yams

extension YAMLComposer {
    /// What the YAML library refuses, with its place.
    func fault(of error: YamlError, in text: String) -> ConfigurationFault {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            let circumstance = context.map { " (\($0.text), which began in line \($0.mark.line))" } ?? ""
            // The end of the file counts as a line of its own in the library.
            let line = min(mark.line, 1 + text.count(where: \.isNewline))
            return fault("is not YAML: \(problem)\(circumstance)", line: line, column: mark.column)
        case .composer(_, _, let mark, _):
            return fault("holds more than one document", line: mark.line, column: mark.column)
        case .reader(let problem, let offset, _, _):
            let line = 1 + text.prefix(offset ?? 0).count(where: \.isNewline)
            return fault("is not YAML: \(problem)", line: line, column: 1)
        case .duplicatedKeysInMapping(let duplicates, let context):
            return duplicateFault(key: duplicates.first ?? "", first: context.mark, in: text)
        default:
            return fault("is not YAML that can be read", line: 1, column: 1)
        }
    }

    /// The fault of a key that is there twice; the library tells the place of the first only.
    private func duplicateFault(key: String, first: Mark, in text: String) -> ConfigurationFault {
        let place =
            Self.secondPlace(of: key, first: first, in: text) ?? (line: first.line, column: first.column)
        return ConfigurationFault(
            file: file,
            line: place.line,
            column: place.column,
            keyPath: Self.restored(key),
            message: "is given twice in the same mapping, first in line \(first.line)"
        )
    }

    /// Where the key stands again: in a block mapping at the same column before any line that begins further left,
    /// in a flow mapping (`{…}`) anywhere behind the first.
    private static func secondPlace(of key: String, first: Mark, in text: String) -> (line: Int, column: Int)?
    {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { Array($0.unicodeScalars) }
        for line in lines.indices.dropFirst(first.line) {
            guard let indent = lines[line].firstIndex(where: { $0 != " " }), lines[line][indent] != "#" else {
                continue
            }
            guard indent >= first.column - 1 else { break }
            if indent == first.column - 1, isKey(key, lines[line], at: indent) {
                return (line + 1, indent + 1)
            }
        }
        for line in lines.indices.dropFirst(first.line - 1) {
            let start = line == first.line - 1 ? first.column : 0
            for column in lines[line].indices.dropFirst(start) where isKey(key, lines[line], at: column) {
                return (line + 1, column + 1)
            }
        }
        return nil
    }

    /// Whether `key` and a colon stand at `column`, quoted or not.
    private static func isKey(_ key: String, _ line: [Unicode.Scalar], at column: Int) -> Bool {
        if column > 0, ![" ", "{", ",", "\t"].contains(line[column - 1]) { return false }
        let rest = line[column...]
        return ["", "\"", "'"].contains { (quote: String) in
            let written = Array((quote + key + quote).unicodeScalars)
            return rest.starts(with: written) && rest.dropFirst(written.count).first { $0 != " " } == ":"
        }
    }
}
