// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// The members of published records.
extension JSONWriter {
    mutating func member(_ name: String, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    mutating func member(_ name: String, _ value: Int64) {
        key(name)
        integer(value)
    }

    mutating func member(_ name: String, _ value: Timestamp) {
        key(name)
        string(value.description)
    }

    mutating func member(_ name: String, hundredths value: Int?) {
        key(name)
        if let value { number(Double(value) / 100) } else { null() }
    }
}
