// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Synchronization

/// The signals whose effect is waited for, and how long those took whose effect has been seen.
final class ProbeLedger: Sendable {
    private struct State {
        /// The times of signals that are on the way, by account, the oldest first; milliseconds since 1970.
        var waiting: [String: [Int64]] = [:]
        /// Milliseconds each.
        var latencies: [Int64] = []
    }

    private let state = Mutex(State())

    /// A signal that is sent now.
    func send(_ account: String, at time: Int64) {
        state.withLock { $0.waiting[account, default: []].append(time) }
    }

    /// An account stands in a list with a newest signal of that time: all its signals up to there are counted.
    func see(_ account: String, newest: Int64, at now: Int64) {
        state.withLock { state in
            guard let waiting = state.waiting[account] else { return }
            let seen = waiting.prefix { $0 <= newest }
            state.latencies += seen.map { now - $0 }
            state.waiting[account] = Array(waiting.dropFirst(seen.count))
        }
    }

    /// How many signals are on the way.
    var outstanding: Int { state.withLock { $0.waiting.values.reduce(0) { $0 + $1.count } } }

    /// All latencies, sorted; those on the way count as long as they have been so far.
    func latencies(at now: Int64) -> [Int64] {
        state.withLock { state in
            (state.latencies + state.waiting.values.joined().map { now - $0 }).sorted()
        }
    }
}
