// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Glibc
internal import Simulation
internal import Synchronization

/// Collects what the seeds came to, from every thread, and tells of it.
final class ResultBoard: Sendable {
    private struct Results {
        var done = 0
        var failures = 0
        var events: [String: Int] = [:]
        var digest: UInt64 = 0
        var lastTold = ContinuousClock.now
    }

    private let total: Int
    private let results = Mutex(Results())

    init(total: Int) {
        self.total = total
    }

    /// How many seeds failed.
    var failures: Int { results.withLock(\.failures) }

    /// Adds the result of one seed.
    func note(_ run: SeedRun) {
        results.withLock { results in
            results.done += 1
            results.events.merge(run.events, uniquingKeysWith: +)
            // Seeds end in any order.
            results.digest ^= run.digest
            if let failure = run.failure {
                results.failures += 1
                print(failure)
                fflush(nil)
            }
            if ContinuousClock.now - results.lastTold > .seconds(10) {
                results.lastTold = .now
                print("\(results.done) of \(total) seeds, \(results.failures) failed")
                fflush(nil)
            }
        }
    }

    /// Tells what all came to.
    func summarize(after duration: Duration, isVerbose: Bool) {
        results.withLock { results in
            let seconds = duration / .seconds(1)
            let rate = (Double(results.done) / seconds * 10).rounded() / 10
            print(
                "\(results.done) seeds, \(results.failures) failed, \((seconds * 10).rounded() / 10) s, "
                    + "\(rate) seeds/s, digest \(String(results.digest, radix: 16))"
            )
            let share = Double(max(1, results.done))
            for (event, count) in results.events.sorted(by: { $0.key < $1.key }) {
                let mean = (Double(count) / share * 100).rounded() / 100
                print("  \(event): \(isVerbose ? "\(count)" : "\(mean) per seed")")
            }
        }
    }
}
