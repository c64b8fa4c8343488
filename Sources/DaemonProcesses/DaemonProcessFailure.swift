// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a process cannot be started or asked, in a sentence.
public struct DaemonProcessFailure: Error, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// A failure for this reason.
    public init(_ description: String) {
        self.description = description
    }
}
