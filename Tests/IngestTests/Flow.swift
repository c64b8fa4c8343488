// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// JSON written over several lines in a test, as one line.
enum Flow {
    /// The lines without what indents them, joined without anything in between.
    static func joined(_ text: String) -> String {
        text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    }
}
