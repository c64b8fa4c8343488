// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Where records are read from.
public enum RecordFileSource: Hashable, Sendable {
    /// The file at a path.
    case path(String)
    /// The standard input of the process; it is not closed afterwards.
    case standardInput

    /// The name that records and errors carry: the path, or `stdin`.
    public var name: String {
        switch self {
        case .path(let path): path
        case .standardInput: "stdin"
        }
    }
}
