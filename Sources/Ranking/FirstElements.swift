// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The first `capacity` of any number of elements in an order, found with one comparison for most.
///
/// What is inserted is put in order only once there is as much of it as is kept, so that each element moves seldom.
struct FirstElements<Element> {
    /// How many elements are kept at most.
    let capacity: Int
    /// The kept elements, in order; without those inserted since `settle`.
    var settled: [Element] = []
    private var inserted: [Element] = []

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The last of the kept elements once `capacity` are kept: only what comes before it still enters.
    var barrier: Element? {
        settled.count < capacity ? nil : settled.last
    }

    /// Whether nothing has been inserted since `settle`.
    var isSettled: Bool { inserted.isEmpty }

    /// Takes in an element that comes before the barrier; answers whether there are so many now that they must settle.
    mutating func insert(_ element: Element) -> Bool {
        inserted.append(element)
        return inserted.count >= capacity
    }

    /// Puts what has been inserted among the others; `precedes` is always the same order.
    mutating func settle(by precedes: (Element, Element) -> Bool) {
        guard !isSettled else { return }
        inserted.sort(by: precedes)
        var merged: [Element] = []
        merged.reserveCapacity(min(capacity, settled.count + inserted.count))
        var (old, new) = (0, 0)
        while merged.count < capacity, old < settled.count || new < inserted.count {
            if old == settled.count || new < inserted.count && precedes(inserted[new], settled[old]) {
                merged.append(inserted[new])
                new += 1
            } else {
                merged.append(settled[old])
                old += 1
            }
        }
        settled = merged
        inserted.removeAll(keepingCapacity: true)
    }
}

extension FirstElements: Sendable where Element: Sendable {}
