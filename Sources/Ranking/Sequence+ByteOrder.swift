// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension Sequence<String> {
    /// The texts in the order of their UTF-8 bytes, which no version of Unicode changes.
    func inByteOrder() -> [String] {
        sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
