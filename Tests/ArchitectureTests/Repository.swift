// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation

/// The files of the repository these tests lie in.
struct Repository {
    struct File {
        /// The path below the repository's root.
        let path: String
        let text: String

        var isGenerated: Bool { path.hasSuffix(".pb.swift") }
    }

    private let root: URL

    init() {
        root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    /// The names of the folders in `folder`, in order.
    func folders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            at: root.appending(path: folder),
            includingPropertiesForKeys: [.isDirectoryKey]
        )
        .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
        .map(\.lastPathComponent)
        .sorted()
    }

    /// The files below `folder` whose names end in `suffix`, in the order of their paths; hidden ones left out.
    func files(in folder: String, suffix: String) throws -> [File] {
        let start = folder.isEmpty ? root : root.appending(path: folder)
        guard
            let enumerator = FileManager.default.enumerator(
                at: start,
                includingPropertiesForKeys: nil,
                options: [.skipsHiddenFiles]
            )
        else { return [] }
        var files: [File] = []
        for case let url as URL in enumerator where url.lastPathComponent.hasSuffix(suffix) {
            let path = String(
                url.path(percentEncoded: false).dropFirst(root.path(percentEncoded: false).count)
            )
            files.append(File(path: path, text: try String(contentsOf: url, encoding: .utf8)))
        }
        return files.sorted { $0.path < $1.path }
    }

    func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The absolute path of `path`.
    func path(of path: String) -> String {
        root.appending(path: path).path(percentEncoded: false)
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(
            atPath: root.appending(path: path).standardizedFileURL.path(percentEncoded: false)
        )
    }
}
