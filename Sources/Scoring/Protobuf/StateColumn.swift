// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// A column of a state record that is read from the first element to the last.
struct StateColumn<Element> {
    private let name: StaticString
    private let elements: [Element]
    private var position = 0

    /// The column `name` with its `elements`.
    init(_ name: StaticString, _ elements: [Element]) {
        self.name = name
        self.elements = elements
    }

    /// How many elements there are.
    var count: Int { elements.count }

    /// Whether there is an element that was not read.
    var hasNext: Bool { position < elements.count }

    /// The next element.
    @inline(__always)
    mutating func next() throws(StateRecordError) -> Element {
        guard position < elements.count else { throw fault("is too short") }
        defer { position += 1 }
        return elements[position]
    }

    /// Refuses a column that was not read to its end.
    func end() throws(StateRecordError) {
        guard position == elements.count else { throw fault("is too long") }
    }

    /// What to throw of this column.
    func fault(_ problem: String) -> StateRecordError {
        .malformed(field: "\(name)", problem: problem)
    }
}

/// A column of integers, each less the one before.
struct DifferenceColumn<Element: FixedWidthInteger> {
    private var column: StateColumn<Element>
    private var last: Int64 = 0

    /// The column `name` with its differences.
    init(_ name: StaticString, _ differences: [Element]) {
        column = StateColumn(name, differences)
    }

    /// How many elements there are.
    var count: Int { column.count }

    /// The next integer.
    @inline(__always)
    mutating func next() throws(StateRecordError) -> Int64 {
        last &+= Int64(truncatingIfNeeded: try column.next())
        return last
    }

    /// The next integer as a time, which must lie in the years that events may have.
    @inline(__always)
    mutating func nextTime() throws(StateRecordError) -> Timestamp {
        let time = Timestamp(milliseconds: try next())
        guard time >= .earliest, time <= .latest else { throw column.fault("holds no time") }
        return time
    }

    /// Refuses a column that was not read to its end.
    func end() throws(StateRecordError) {
        try column.end()
    }
}

/// Integers as what each is less the one before.
struct Differences<Element: FixedWidthInteger> {
    private(set) var elements: [Element] = []
    private var last: Int64 = 0

    /// No integers, with room for `capacity`.
    init(capacity: Int) {
        elements.reserveCapacity(capacity)
    }

    /// Adds an integer behind the others.
    @inline(__always)
    mutating func append(_ value: Int64) {
        elements.append(Element(truncatingIfNeeded: value &- last))
        last = value
    }
}
