// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import SwiftProtobuf

extension Message {
    /// The message's bytes.
    ///
    /// Without required fields and extensions, encoding has no way to fail.
    var bytes: [UInt8] {
        (try? serializedBytes()) ?? []
    }

    /// The message in `bytes`.
    init(reading bytes: [UInt8], as name: String) throws(CandidateError) {
        do {
            try self.init(serializedBytes: bytes)
        } catch {
            throw .notProtobuf(message: name)
        }
    }
}

extension ListName {
    /// The list that a field of a record names.
    init(wire text: String) throws(CandidateError) {
        guard let name = ListName(parsing: text) else {
            throw .field("list", problem: "is '\(text)', which is no list's name")
        }
        self = name
    }
}
