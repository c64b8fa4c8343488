// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation

/// The built `hotlist`.
struct HotlistProgram: Sendable {
    let url: URL

    /// The program at `path`, or beside this one.
    init(path: String?) throws(ChaosFailure) {
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
            path: "hotlist"
        )
        url = path.map { URL(filePath: $0) } ?? beside
        guard FileManager.default.isExecutableFile(atPath: url.path) else {
            throw ChaosFailure("there is no program \(url.path); build it, or name it with --hotlist")
        }
    }

    /// What a command has said.
    struct Outcome {
        var status: Int32
        var output: Data
        var errors: String
    }

    /// Runs a command to its end; its output goes through files, which hold any amount.
    func run(_ arguments: [String], in directory: URL) throws -> Outcome {
        let files = ["out", "err"].map { directory.appending(path: "\(arguments[0]).\($0)") }
        for file in files { try Data().write(to: file) }
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: try Data(contentsOf: files[0]),
            errors: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
        )
    }
}
