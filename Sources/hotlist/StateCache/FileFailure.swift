// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Glibc

/// What went wrong with a file.
struct FileFailure: Error, CustomStringConvertible {
    /// What was tried.
    var action: String
    /// The system's number for why it did not work.
    var code: Int32
    /// Whether the file had taken its place before it went wrong.
    var isBehindRename = false

    init(_ action: String, code: Int32) {
        self.action = action
        self.code = code
    }

    /// The same after a rename.
    var behindRename: FileFailure {
        var failure = self
        failure.isBehindRename = true
        return failure
    }

    var description: String { unsafe "\(action): \(String(cString: strerror(code)))" }
}
