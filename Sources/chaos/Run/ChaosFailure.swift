// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a run cannot go on, in a sentence.
struct ChaosFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
