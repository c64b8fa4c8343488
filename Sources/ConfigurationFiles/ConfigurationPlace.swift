// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Where a value stands, for a fault that is only found later.
public struct ConfigurationPlace: Hashable, Sendable {
    /// The file's name.
    public var file: String
    /// The line, counted from 1.
    public var line: Int
    /// The column, counted from 1.
    public var column: Int
    /// The key and those above it.
    public var keyPath: String

    /// The given place.
    public init(file: String, line: Int, column: Int, keyPath: String) {
        self.file = file
        self.line = line
        self.column = column
        self.keyPath = keyPath
    }

    /// A fault here.
    public func fault(_ message: String, suggestion: String? = nil) -> ConfigurationFault {
        ConfigurationFault(
            file: file,
            line: line,
            column: column,
            keyPath: keyPath,
            message: message,
            suggestion: suggestion
        )
    }
}

extension ConfigurationValue {
    /// Where the value stands.
    public var place: ConfigurationPlace {
        ConfigurationPlace(file: reading.file, line: line, column: column, keyPath: path)
    }
}
