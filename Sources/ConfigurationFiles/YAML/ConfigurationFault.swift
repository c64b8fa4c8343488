// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// One thing that is wrong in a configuration file, and where.
public struct ConfigurationFault: Error, Hashable, Sendable {
    /// The file's name, as it was given.
    public var file: String
    /// The line, counted from 1.
    public var line: Int
    /// The column, counted from 1 in Unicode scalars.
    public var column: Int
    /// The key and those above it, such as `kinds.funding.curve.low` or `queues[0].name`; empty for the whole file.
    public var keyPath: String
    /// What is wrong, as the rest of a sentence about the key.
    public var message: String
    /// What was probably meant.
    public var suggestion: String?

    /// A fault at the given place.
    public init(
        file: String,
        line: Int,
        column: Int,
        keyPath: String,
        message: String,
        suggestion: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.keyPath = keyPath
        self.message = message
        self.suggestion = suggestion
    }
}

extension ConfigurationFault: CustomStringConvertible {
    /// One line: `file:line: key: message`.
    public var description: String {
        let key = keyPath.isEmpty ? "" : "\(keyPath): "
        let hint = suggestion.map { "; did you mean `\($0)`?" } ?? ""
        return "\(file):\(line): \(key)\(message)\(hint)"
    }
}
