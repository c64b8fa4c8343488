// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why something cannot be measured, in a sentence.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
