// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How long a log line may become.
enum LogLimits {
    /// Bytes of a message.
    static let messageBytes = 2_048
    /// Bytes of a field's value.
    static let fieldBytes = 1_024
    /// Fields of a line, and members of a field that is an array or an object.
    static let fields = 48
    /// Arrays and objects inside each other.
    static let depth = 3
}
