// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import JSON

/// Why a record holds no event of a journal.
public enum JournalDecodeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is no JSON, or too much of it.
    case json(JSONError)
    /// It is JSON, but no event.
    case event(EventDecodeError)

    /// A stable code of what is wrong.
    public var reason: String {
        switch self {
        case .json(let error): error.reason.rawValue
        case .event(let error): error.reason.rawValue
        }
    }

    /// What is wrong, and where.
    public var description: String {
        switch self {
        case .json(let error): error.description
        case .event(let error): error.description
        }
    }
}
