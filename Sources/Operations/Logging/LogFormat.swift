// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How a log line is written.
public enum LogFormat: String, Sendable, CaseIterable {
    /// One JSON object a line.
    case json
    /// One line a person reads.
    case text
}
