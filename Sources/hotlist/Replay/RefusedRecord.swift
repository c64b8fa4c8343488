// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON
import Pipeline

/// A record of a file that could not be used.
struct RefusedRecord {
    let refusal: ReplayRefusal
    let file: String
    /// The line on which it begins, from 1.
    let line: Int
    /// Its bytes: the JSON that the mapping saw.
    let original: [UInt8]

    /// The record and why, as one line of JSON.
    var encoded: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("reason")
        writer.string(refusal.reason)
        writer.key("message")
        writer.string(refusal.message)
        writer.key("file")
        writer.string(file)
        writer.key("line")
        writer.integer(Int64(line))
        writer.key("original")
        writer.string(String(decoding: original, as: UTF8.self))
        writer.endObject()
        return writer.bytes
    }
}
