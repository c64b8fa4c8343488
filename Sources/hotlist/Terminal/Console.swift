// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation

/// What the commands write for people and programs; the daemon's own lines go through the log.
enum Console {
    /// Writes a line to standard output.
    static func line(_ text: String = "") {
        write(text + "\n", to: .standardOutput)
    }

    /// Writes text to standard output as it is.
    static func text(_ text: String) {
        write(text, to: .standardOutput)
    }

    /// Writes bytes and a line end to standard output.
    static func line(_ bytes: [UInt8]) {
        write(Data(bytes + [UInt8(ascii: "\n")]), to: .standardOutput)
    }

    /// Writes a line to standard error.
    static func error(_ text: String) {
        write(text + "\n", to: .standardError)
    }

    /// Writes text to standard error as it is, for progress.
    static func progress(_ text: String) {
        write(text, to: .standardError)
    }

    /// Whether standard output is a terminal.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether standard error is a terminal.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    private static func write(_ text: String, to handle: FileHandle) {
        write(Data(text.utf8), to: handle)
    }

    private static func write(_ data: Data, to handle: FileHandle) {
        do {
            try handle.write(contentsOf: data)
        } catch {
            // Nobody reads any more (a closed pipe): there is nobody left to tell.
            Foundation.exit(1)
        }
    }
}
