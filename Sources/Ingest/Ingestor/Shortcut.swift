// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How `Rewriter.read` reads the records of a topic; `Rewriter.shortcut(for:)` finds it.
public struct Shortcut: Sendable {
    /// Which of the rewriter's readers maps them; nil for canonical events.
    let row: Int?
}
