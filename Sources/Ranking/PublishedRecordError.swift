// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a record of `<id>.queues` or `<id>.entries` cannot be read back.
public enum PublishedRecordError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The key does not have the topic's form.
    case key(String, form: String)
    /// The value is not JSON.
    case json(String)
    /// A member is missing or holds what it cannot hold.
    case field(String, problem: String)

    /// One sentence about what is wrong.
    public var description: String {
        switch self {
        case .key(let key, let form):
            "the key '\(key)' is not of the form \(form): something else writes to the topic"
        case .json(let problem):
            "the value is not JSON: \(problem)"
        case .field(let field, let problem):
            "the member '\(field)' \(problem)"
        }
    }
}
