// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Lets the first few of lines that repeat through in each span of time, and counts the rest.
///
/// A pure value: time is an argument.
struct RepeatLimiter<Key: Hashable & Comparable> {
    /// What becomes of a line.
    enum Decision: Equatable {
        /// It is written.
        case write
        /// It is counted and not written.
        case suppress
    }

    /// Lines that were not written in a span that is over.
    struct Suppressed: Equatable {
        var key: Key
        var count: Int
    }

    private struct Span {
        var start: Int64
        var seen: Int
    }

    private let burst: Int
    private let span: Int64
    private let capacity: Int
    private var spans: [Key: Span] = [:]
    private var earliestEnd = Int64.max

    /// A limiter that lets `burst` lines of a key through in each `span` milliseconds, for `capacity` keys.
    init(burst: Int, span: Int64, capacity: Int) {
        self.burst = burst
        self.span = span
        self.capacity = capacity
    }

    /// Decides about a line that repeats under `key`.
    mutating func decide(_ key: Key, at now: Int64) -> Decision {
        if let known = spans[key] {
            spans[key]?.seen += 1
            return known.seen < burst ? .write : .suppress
        }
        // A flood of keys that all differ is let through: nothing of it repeats.
        guard spans.count < capacity else { return .write }
        spans[key] = Span(start: now, seen: 1)
        earliestEnd = min(earliestEnd, now + span)
        return .write
    }

    /// Ends the spans that are over and gives what they suppressed, in the order of the keys.
    mutating func takeSuppressed(at now: Int64) -> [Suppressed] {
        guard now >= earliestEnd else { return [] }
        var ended: [Suppressed] = []
        earliestEnd = .max
        for (key, known) in spans {
            if now >= known.start + span {
                spans[key] = nil
                if known.seen > burst { ended.append(Suppressed(key: key, count: known.seen - burst)) }
            } else {
                earliestEnd = min(earliestEnd, known.start + span)
            }
        }
        return ended.sorted { $0.key < $1.key }
    }
}
