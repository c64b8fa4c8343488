// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import ConfigurationFiles
import Foundation

/// What ends a command: a message for people, and the process's exit code.
struct CommandFailure: Error {
    /// What went wrong and what to do.
    var message: String
    /// 1 failure, 78 bad configuration.
    var code: Int32

    /// Something outside the configuration did not work.
    static func failed(_ message: String) -> CommandFailure {
        CommandFailure(message: "hotlist: \(message)", code: 1)
    }

    /// The configuration is wrong (`EX_CONFIG`, which systemd is told not to restart after).
    static func configuration(_ message: String) -> CommandFailure {
        CommandFailure(message: message, code: 78)
    }

    /// The faults of configuration files, a line each.
    init(_ error: ConfigurationError) {
        self.init(message: error.description, code: 78)
    }

    private init(message: String, code: Int32) {
        self.message = message
        self.code = code
    }
}

extension ParsableCommand {
    /// Ends the process.
    static func exit(withCode code: Int32) -> Never {
        Foundation.exit(code)
    }
}
