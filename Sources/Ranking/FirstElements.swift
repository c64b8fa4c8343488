// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The first `capacity` of any number of elements in an order, found with one comparison for most.
///
/// A heap with the last of the kept elements on top: what does not come before it is turned away at once.
struct FirstElements<Element> {
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

    /// Keeps `element` if it is among the first so far; `precedes` is always the same order.
    mutating func insert(_ element: Element, by precedes: (Element, Element) -> Bool) {
        if heap.count < capacity {
            heap.append(element)
            siftUp(heap.count - 1, precedes)
        } else if let last = heap.first, precedes(element, last) {
            heap[0] = element
            siftDown(0, precedes)
        }
    }

    /// The kept elements, in order.
    func sorted(by precedes: (Element, Element) -> Bool) -> [Element] {
        heap.sorted(by: precedes)
    }

    private mutating func siftUp(_ start: Int, _ precedes: (Element, Element) -> Bool) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard precedes(heap[parent], heap[child]) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int, _ precedes: (Element, Element) -> Bool) {
        var parent = start
        while true {
            let left = 2 * parent + 1
            let right = left + 1
            var last = parent
            if left < heap.count, precedes(heap[last], heap[left]) { last = left }
            if right < heap.count, precedes(heap[last], heap[right]) { last = right }
            guard last != parent else { return }
            heap.swapAt(parent, last)
            parent = last
        }
    }
}
