// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How far the reading of a partition has come, on a terminal; elsewhere it is silent.
struct OffsetMeter {
    private let topic: String
    private let range: Range<Int64>
    private var shown = ContinuousClock.now
    private var width = 0

    init(topic: String, _ range: Range<Int64>) {
        self.topic = topic
        self.range = range
    }

    /// Shows the next offset, at most five times a second.
    mutating func show(_ offset: Int64) {
        guard Console.showsProgress, ContinuousClock.now - shown >= .milliseconds(200) else { return }
        shown = .now
        let share = 100 * Double(offset - range.lowerBound) / Double(range.count)
        let text = "reading \(topic): offset \(offset) of \(range.upperBound) (\(Int(share)) %)"
        Console.progress("\r\(text)\(String(repeating: " ", count: max(0, width - text.count)))")
        width = text.count
    }

    /// Takes the line away.
    mutating func clear() {
        guard width > 0 else { return }
        Console.progress("\r\(String(repeating: " ", count: width))\r")
        width = 0
    }
}
