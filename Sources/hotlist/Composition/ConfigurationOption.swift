// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser

/// Which deployment a command is about.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .shortAndLong, help: "The daemon's configuration file.")
    var config: String = Self.defaultPath

    /// Where the Debian way puts it.
    static let defaultPath = "/etc/hotlist/hotlist.yaml"

    /// The configuration, or what is wrong with it.
    func load() throws(CommandFailure) -> Setup {
        try Setup(path: config)
    }
}
