// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A value that must not be shown: a password, a key.
///
/// Whatever describes, prints or mirrors it sees a constant. It has no `Codable` and no `Hashable` conformance.
public struct Secret: Sendable {
    private let bytes: [UInt8]

    /// The secret with the given bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The bytes themselves, for the one place that needs them.
    public func reveal() -> [UInt8] { bytes }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A constant.
    public var description: String { "[hidden]" }

    /// A constant.
    public var debugDescription: String { "[hidden]" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
