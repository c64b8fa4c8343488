// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Dispatch

extension Array where Element: Sendable {
    /// What `body` makes of each element, in their order; it may change them.
    ///
    /// Several are worked on at a time, on as many threads as there are cores. Partitions have nothing in common, so
    /// what comes of it does not depend on the threads. Where there is too little to do for `threads` they are left out.
    ///
    /// Where it is known how much `work` there is for each, it is begun with the most, so that no thread is left alone
    /// with that at the end.
    public mutating func concurrentMap<Result: Sendable>(
        threads: Bool = true,
        work: [Int]? = nil,
        _ body: @Sendable (inout Element) -> Result
    ) -> [Result] {
        guard threads, count > 1 else { return indices.map { body(&self[$0]) } }
        var order = [Int](indices)
        if let work { order.sort { work[$0] > work[$1] } }
        var results = [Result?](repeating: nil, count: count)
        unsafe withUnsafeMutableBufferPointer { elements in
            unsafe results.withUnsafeMutableBufferPointer { results in
                // Each iteration has an element and a place of its own.
                nonisolated(unsafe) let (elements, results) = unsafe (elements, results)
                let order = order
                unsafe DispatchQueue.concurrentPerform(iterations: elements.count) { turn in
                    let index = order[turn]
                    unsafe results[index] = body(&elements[index])
                }
            }
        }
        return results.compactMap { $0 }
    }

    /// What `body` makes of each of `count` pieces of some work, in their order, and by the element at which index.
    ///
    /// Each element is a worker. Several work at a time, and each takes the next piece when it has done one, so that nobody
    /// waits for one whose core has something else to do; which of them does which piece is left to chance. Where there is
    /// too little to do for `threads` the first does all.
    mutating func concurrentPieces<Result: Sendable>(
        _ count: Int,
        threads: Bool = true,
        _ body: @Sendable (inout Element, Int) -> Result
    ) -> [(worker: Int, result: Result)] {
        guard threads, self.count > 1 else { return (0..<count).map { (0, body(&self[0], $0)) } }
        let turns = DispatchQueue(label: "hotlist-pieces")
        nonisolated(unsafe) var next = 0
        var results = [(worker: Int, result: Result)?](repeating: nil, count: count)
        unsafe withUnsafeMutableBufferPointer { workers in
            unsafe results.withUnsafeMutableBufferPointer { results in
                // Each iteration has a worker of its own, and each piece a place.
                nonisolated(unsafe) let (workers, results) = unsafe (workers, results)
                unsafe DispatchQueue.concurrentPerform(iterations: workers.count) { worker in
                    while true {
                        let piece = turns.sync {
                            defer { unsafe next += 1 }
                            return unsafe next
                        }
                        guard piece < count else { return }
                        unsafe results[piece] = (worker, body(&workers[worker], piece))
                    }
                }
            }
        }
        return results.compactMap { $0 }
    }
}
