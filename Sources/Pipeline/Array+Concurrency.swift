// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Dispatch

extension Array where Element: Sendable {
    /// What `body` makes of each element, in their order; it may change them.
    ///
    /// Several are worked on at a time, on as many threads as there are cores. Partitions have nothing in common, so
    /// what comes of it does not depend on the threads. Where there is too little to do for `threads` they are left out.
    public mutating func concurrentMap<Result: Sendable>(
        threads: Bool = true,
        _ body: @Sendable (inout Element) -> Result
    ) -> [Result] {
        guard threads, count > 1 else { return indices.map { body(&self[$0]) } }
        var results = [Result?](repeating: nil, count: count)
        unsafe withUnsafeMutableBufferPointer { elements in
            unsafe results.withUnsafeMutableBufferPointer { results in
                // Each iteration has an element and a place of its own.
                nonisolated(unsafe) let (elements, results) = unsafe (elements, results)
                unsafe DispatchQueue.concurrentPerform(iterations: elements.count) { index in
                    unsafe results[index] = body(&elements[index])
                }
            }
        }
        return results.compactMap { $0 }
    }
}
