// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A table for terminals: columns as wide as their widest cell.
struct TextTable {
    private var rows: [[String]]
    private let rightAligned: Set<Int>

    /// A table with a head; the columns of the given indices hold numbers.
    init(_ head: [String], rightAligned: Set<Int> = []) {
        rows = [head]
        self.rightAligned = rightAligned
    }

    /// Adds a row of as many cells as the head has.
    mutating func append(_ cells: [String]) {
        rows.append(cells)
    }

    /// The lines, each with its end.
    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0[safe: column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = (0..<columns).map { column in
                let cell = row[safe: column]
                let space = String(repeating: " ", count: widths[column] - cell.count)
                if rightAligned.contains(column) { return space + cell }
                return column == columns - 1 ? cell : cell + space
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}

extension [String] {
    fileprivate subscript(safe index: Int) -> String {
        index < count ? self[index] : ""
    }
}
