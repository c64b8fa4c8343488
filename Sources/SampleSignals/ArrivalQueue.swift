// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What will arrive later, the earliest first; a binary heap.
struct ArrivalQueue<Element: Sendable>: Sendable {
    private struct Entry: Sendable {
        var microsecond: Int64
        /// Keeps the order of entries of one time.
        var serial: UInt64
        var element: Element

        func comes(before other: Entry) -> Bool {
            (microsecond, serial) < (other.microsecond, other.serial)
        }
    }

    private var heap: [Entry] = []
    private var inserted: UInt64 = 0

    /// When the earliest arrives; nil without any.
    var first: Int64? { heap.first?.microsecond }

    /// Adds an element that arrives at `microsecond`.
    mutating func insert(_ element: Element, at microsecond: Int64) {
        heap.append(Entry(microsecond: microsecond, serial: inserted, element: element))
        inserted += 1
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].comes(before: heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Removes the earliest.
    mutating func popFirst() -> (microsecond: Int64, element: Element)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.microsecond, first.element)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].comes(before: heap[least]) { least = child }
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
