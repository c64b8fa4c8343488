// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import CZlib
import Foundation

/// A file that is gone when the test is over.
final class TemporaryFile {
    let path: String

    init(named name: String, _ bytes: [UInt8]) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("record-files-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        path = file.path
    }

    convenience init(named name: String, _ text: String) throws {
        try self.init(named: name, Array(text.utf8))
    }

    deinit {
        try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
    }

    /// A gzip file of one member for each of `members`.
    convenience init(named name: String, members: [[UInt8]]) throws {
        try self.init(named: name, [UInt8]())
        for member in members {
            let file = unsafe gzopen(path, "ab")
            let written = unsafe gzwrite(file, member, UInt32(member.count))
            guard written == member.count, unsafe gzclose(file) == Z_OK else {
                throw CocoaError(.fileWriteUnknown)
            }
        }
    }

    /// The file's bytes.
    var bytes: [UInt8] {
        get throws { try Array(Data(contentsOf: URL(fileURLWithPath: path))) }
    }
}
