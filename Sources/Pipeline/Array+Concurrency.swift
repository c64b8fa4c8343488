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
}
