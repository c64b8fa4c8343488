// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How `Ingestor.rewrite` reads the records of a topic; `Ingestor.shortcut(for:)` finds it.
public struct Shortcut: Sendable {
    /// Which of the ingestor's readers maps them; nil for canonical events.
    let row: Int?
}
