// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// All that is wrong in a configuration file.
public struct ConfigurationError: Error, Hashable, Sendable {
    /// The faults, in the order of their places; at least one.
    public let faults: [ConfigurationFault]

    /// The error of the given faults.
    public init(_ faults: [ConfigurationFault]) {
        var seen: Set<ConfigurationFault> = []
        self.faults =
            faults
            .filter { seen.insert($0).inserted }
            .sorted { ($0.file, $0.line, $0.column, $0.keyPath) < ($1.file, $1.line, $1.column, $1.keyPath) }
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One line for each fault: `file:line: key: message`.
    public var description: String {
        faults.map(\.description).joined(separator: "\n")
    }
}
