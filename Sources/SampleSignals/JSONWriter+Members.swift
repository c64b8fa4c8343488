// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import JSON

extension JSONWriter {
    /// Writes a member with a text; `null` where there is none.
    mutating func member(_ name: String, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    /// Writes a member with a whole number.
    mutating func member(_ name: String, _ value: Int) {
        key(name)
        integer(Int64(value))
    }

    /// Writes a member with a whole number.
    mutating func member(_ name: String, _ value: Int64) {
        key(name)
        integer(value)
    }

    /// Writes a member with a truth value.
    mutating func member(_ name: String, _ value: Bool) {
        key(name)
        boolean(value)
    }

    /// Writes a member with a list of texts.
    mutating func member(_ name: String, _ values: [String]) {
        key(name)
        array { writer in
            for value in values { writer.string(value) }
        }
    }

    /// Writes a member with an object.
    mutating func member(_ name: String, _ body: (inout JSONWriter) -> Void) {
        key(name)
        object(body)
    }

    /// Writes an object.
    mutating func object(_ body: (inout JSONWriter) -> Void) {
        beginObject()
        body(&self)
        endObject()
    }

    /// Writes an array.
    mutating func array(_ body: (inout JSONWriter) -> Void) {
        beginArray()
        body(&self)
        endArray()
    }
}
