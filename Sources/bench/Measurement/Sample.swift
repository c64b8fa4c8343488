// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How long so many events took in one run.
struct Sample {
    /// How many times it was measured.
    private(set) var measurements = 0
    private(set) var events = 0
    private(set) var timing = Timing(wall: 0, processor: 0)

    /// Events a second.
    var rate: Double { Double(events) / timing.wall }

    /// So many events more took so long.
    mutating func add(_ timing: Timing, events: Int) {
        measurements += 1
        self.events += events
        self.timing.wall += timing.wall
        self.timing.processor += timing.processor
    }

    /// Measures `body`, which takes `events` each time, until that is `enough`.
    mutating func fill(
        to enough: Enough,
        events: Int,
        _ body: () throws -> Timing
    ) rethrows {
        repeat { add(try body(), events: events) } while !enough.isReached(by: self)
    }

    /// The one in the middle by its rate, of an odd number of them.
    static func median(_ samples: [Sample]) -> Sample {
        samples.sorted { $0.rate < $1.rate }[samples.count / 2]
    }

    /// When a measurement tells enough: what is quick has to be measured more than once.
    struct Enough {
        /// So many times are enough, however quick it is: they are ten million events of the standard workload.
        static let measurements = 5

        /// How many seconds are enough; 0 to measure once.
        let seconds: Double

        func isReached(by sample: Sample) -> Bool {
            sample.measurements > 0
                && (sample.timing.wall >= seconds || sample.measurements >= Self.measurements)
        }
    }
}
