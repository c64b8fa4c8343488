// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a record of a file could not be used.
public struct ReplayRefusal: Hashable, Sendable {
    /// The reason's stable code: one of the dead letters' or one of a file's.
    public var reason: String
    /// What exactly is wrong.
    public var message: String

    /// A refusal for the given reason.
    public init(reason: String, message: String) {
        self.reason = reason
        self.message = message
    }
}
