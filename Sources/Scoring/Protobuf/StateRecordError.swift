// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why the bytes of an account's state record cannot be read.
public enum StateRecordError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bytes are no Protocol Buffers message.
    case notProtobuf
    /// The record is of a version that this one does not read.
    case unsupportedVersion(UInt32)
    /// A field holds what cannot be.
    case malformed(field: String, problem: String)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .notProtobuf:
            "the state record is no Protocol Buffers message: delete it, so that the account is folded anew"
        case .unsupportedVersion(let version):
            "the state record has version \(version), and this hotlist reads \(AccountState.recordVersion): "
                + "run the version that wrote it, or a later one"
        case .malformed(let field, let problem):
            "the state record is damaged: \(field) \(problem)"
        }
    }
}
