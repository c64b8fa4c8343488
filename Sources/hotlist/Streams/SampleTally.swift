// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import SampleSignals

/// Counts sample records, and says so on standard error.
struct SampleTally {
    private(set) var records = 0
    private var flaws: [SampleFlaw: Int] = [:]
    private var reported: ContinuousClock.Instant?

    /// Counts a record.
    mutating func count(_ record: SampleRecord) {
        records += 1
        if let flaw = record.flaw { flaws[flaw, default: 0] += 1 }
    }

    /// One line of what has been counted.
    var text: String {
        let found = SampleFlaw.allCases.compactMap { flaw in flaws[flaw].map { "\($0) \(flaw.rawValue)" } }
        return "\(records) records" + (found.isEmpty ? "" : " (\(found.joined(separator: ", ")))")
    }

    /// Says how far it is, at a terminal every second; `then` for the last time, anywhere.
    mutating func reportNow(then isLast: Bool, trouble: String? = nil) {
        if isLast {
            Console.progress(Console.showsProgress ? "\r\u{1B}[K" : "")
            Console.error("hotlist: \(text)")
            return
        }
        guard Console.showsProgress, records % 16 == 0 || trouble != nil else { return }
        let now = ContinuousClock.now
        if let reported, reported.duration(to: now) < .seconds(1) { return }
        reported = now
        Console.progress("\r\u{1B}[K" + text + (trouble.map { ": \($0)" } ?? ""))
    }
}
