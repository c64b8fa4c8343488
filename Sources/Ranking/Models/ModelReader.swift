// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Makes a model of the bytes of a model file; a pure function, which the shell supplies since files are its own.
public typealias ModelReader = @Sendable (_ document: [UInt8]) -> Result<Model, UnreadableModel>

/// Why the bytes of a document are no model for this version of hotlist.
public struct UnreadableModel: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, with line and key.
    public var reason: String

    /// A document that is wrong for `reason`.
    public init(_ reason: String) {
        self.reason = reason
    }

    /// What is wrong.
    public var description: String { reason }
}
