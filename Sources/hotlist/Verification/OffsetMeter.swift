// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How far the reading of a topic has come, on a terminal; elsewhere it is silent.
struct OffsetMeter {
    private let topic: String
    private let total: Int64
    private var shown = ContinuousClock.now
    private var width = 0

    /// A meter for `total` offsets.
    init(topic: String, total: Int64) {
        self.topic = topic
        self.total = total
    }

    /// Shows how many offsets are left, at most five times a second.
    mutating func show(left: Int64) {
        guard Console.showsProgress, ContinuousClock.now - shown >= .milliseconds(200) else { return }
        shown = .now
        let share = 100 * Double(total - left) / Double(max(total, 1))
        let text = "reading \(topic): \(total - left) of \(total) offsets (\(Int(share)) %)"
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
