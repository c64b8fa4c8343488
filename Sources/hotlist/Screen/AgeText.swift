// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How long ago something was, in the words that people use.
enum AgeText {
    /// A length of time in its largest unit, rounded down.
    static func text(milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1000
        switch seconds {
        case ..<1: return "now"
        case ..<120: return "\(seconds) s ago"
        case ..<7200: return "\(seconds / 60) min ago"
        case ..<172_800: return "\(seconds / 3600) h ago"
        default: return "\(seconds / 86_400) days ago"
        }
    }
}
