// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The first `capacity` of any number of elements in their order, found with one comparison for most.
///
/// A heap with the last of the kept elements on top: what does not come before it is turned away at once.
struct FirstElements<Element: Comparable> {
    /// How many elements are kept at most.
    let capacity: Int
    private var heap: [Element] = []

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Whether nothing is kept.
    var isEmpty: Bool { heap.isEmpty }

    /// The last of the kept elements once `capacity` are kept: only what comes before it still enters.
    var barrier: Element? {
        heap.count < capacity ? nil : heap.first
    }

    /// Keeps `element` if it is among the first so far.
    mutating func insert(_ element: Element) {
        if heap.count < capacity {
            heap.append(element)
            siftUp(heap.count - 1)
        } else if let last = heap.first, element < last {
            heap[0] = element
            siftDown(0)
        }
    }

    /// The kept elements, in order.
    func sorted() -> [Element] {
        heap.sorted()
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[parent] < heap[child] else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            let left = 2 * parent + 1
            let right = left + 1
            var last = parent
            if left < heap.count, heap[last] < heap[left] { last = left }
            if right < heap.count, heap[last] < heap[right] { last = right }
            guard last != parent else { return }
            heap.swapAt(parent, last)
            parent = last
        }
    }
}
