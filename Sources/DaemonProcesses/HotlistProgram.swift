// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Foundation

/// The built `hotlist`.
public struct HotlistProgram: Sendable {
    /// Where it is.
    public let url: URL

    /// The program at `path`, or beside the one that runs.
    ///
    /// - Throws: that there is none.
    public init(path: String?) throws(DaemonProcessFailure) {
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
            path: "hotlist"
        )
        url = path.map { URL(filePath: $0) } ?? beside
        guard FileManager.default.isExecutableFile(atPath: url.path) else {
            throw DaemonProcessFailure("there is no program \(url.path); build it, or name it with --hotlist")
        }
    }

    /// What a command has said.
    public struct Outcome: Sendable {
        /// The exit code.
        public var status: Int32
        /// What it wrote to standard output.
        public var output: Data
        /// What it wrote to standard error.
        public var errors: String
    }

    /// Runs a command to its end; its output goes through files, which hold any amount.
    ///
    /// - Parameters:
    ///   - arguments: the command and its arguments.
    ///   - directory: where the files go.
    /// - Returns: what it said.
    /// - Throws: that it could not be started, or the files not be written or read.
    public func run(_ arguments: [String], in directory: URL) throws -> Outcome {
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
