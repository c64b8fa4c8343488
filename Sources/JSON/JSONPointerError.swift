// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a text is no JSON pointer.
public enum JSONPointerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is not empty and does not begin with `/`.
    case noLeadingSlash
    /// A `~` is not followed by `0` (for `~`) or `1` (for `/`); the byte at which it stands.
    case invalidEscape(offset: Int)

    /// What is wrong and what would be right.
    public var description: String {
        switch self {
        case .noLeadingSlash: "a JSON pointer is empty or begins with /"
        case .invalidEscape(let offset):
            "the ~ at byte \(offset) is not followed by 0 or 1 (~0 is ~, ~1 is /)"
        }
    }
}
