// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation

/// The files of the repository that the tests read.
enum ConfigurationFiles {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func path(_ path: String) -> String {
        root.appending(path: path).path
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }
}
