// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation

/// A file of unusable records, one JSON object a line.
final class DeadLetterFile {
    private let path: String
    private let handle: FileHandle

    /// Makes the file, or empties it.
    init(path: String) throws {
        self.path = path
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw CommandFailure.failed("\(path): cannot be written; check folder and permissions") }
        self.handle = handle
    }

    /// Appends a record.
    func write(_ record: RefusedRecord) throws {
        do {
            try handle.write(contentsOf: Data(record.encoded + [UInt8(ascii: "\n")]))
        } catch {
            throw CommandFailure.failed("\(path): writing failed: \(error.localizedDescription)")
        }
    }
}
