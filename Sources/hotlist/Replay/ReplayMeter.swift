// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import RecordFiles

/// Shows on a terminal how far a replay has come; elsewhere it is silent.
struct ReplayMeter {
    private let began = ContinuousClock.now
    private var fileBegan = ContinuousClock.now
    private var file = ""
    private var shown = ContinuousClock.now
    private let isShown = Console.showsProgress
    private var width = 0

    /// Shows the progress, at most ten times a second.
    mutating func show(_ file: String, _ progress: FileProgress, records: Int) {
        let now = ContinuousClock.now
        if file != self.file {
            self.file = file
            fileBegan = now
        }
        guard isShown, now - shown >= .milliseconds(100) else { return }
        shown = now
        let seconds = max((now - began) / .seconds(1), 0.001)
        var text = "\((file as NSString).lastPathComponent)  \(Self.megabytes(progress.bytesRead))"
        if let total = progress.totalBytes, total > 0 {
            let share = min(Double(progress.bytesRead) / Double(total), 1)
            text += " of \(Self.megabytes(total)) (\(Int(share * 100)) %)"
            let spent = (now - fileBegan) / .seconds(1)
            if share > 0.02, share < 1 { text += ", \(Int(spent / share * (1 - share) + 0.5)) s to go" }
        }
        text += "  \(records) records, \(Int(Double(records) / seconds)) a second"
        let padding = String(repeating: " ", count: max(0, width - text.count))
        width = text.count
        Console.progress("\r\(text)\(padding)")
    }

    /// Takes the line away.
    mutating func clear() {
        guard width > 0 else { return }
        Console.progress("\r\(String(repeating: " ", count: width))\r")
        width = 0
    }

    private static func megabytes(_ bytes: Int64) -> String {
        String(format: "%.1f MB", Double(bytes) / 1_000_000)
    }
}
