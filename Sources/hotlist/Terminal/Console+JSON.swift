// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation

extension Console {
    /// Writes a value as one line of JSON, its members in the order of their names.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        line(Array(try encoder.encode(value)))
    }
}
