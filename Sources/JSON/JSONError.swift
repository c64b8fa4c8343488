// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a document was refused: what is wrong, and at which byte where that is known.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong; the raw value is a stable code for dead letters and metrics.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The document is larger than allowed.
        case documentTooLarge = "json_document_too_large"
        /// There is nothing but white space.
        case empty = "json_empty"
        /// A byte sequence is not UTF-8.
        case invalidUTF8 = "json_invalid_utf8"
        /// The text is not JSON (RFC 8259).
        case malformed = "json_malformed"
        /// Something other than white space follows the value.
        case trailingBytes = "json_trailing_bytes"
        /// An escape names half of a surrogate pair, which is no character.
        case loneSurrogate = "json_lone_surrogate"
        /// Objects and arrays are nested deeper than allowed.
        case tooDeep = "json_too_deep"
        /// A string or a member name is longer than allowed.
        case stringTooLong = "json_string_too_long"
        /// A number has more digits than allowed.
        case numberTooLong = "json_number_too_long"
        /// An integer does not fit 64 bits, or a number does not fit binary64.
        case numberOutOfRange = "json_number_out_of_range"
        /// An object has more members than allowed.
        case tooManyMembers = "json_too_many_members"
        /// An array has more elements than allowed.
        case tooManyElements = "json_too_many_elements"
        /// An object has two members of the same name.
        case duplicateMember = "json_duplicate_member"
        /// There is no memory for the parser.
        case outOfMemory = "json_out_of_memory"
    }

    /// What is wrong.
    public let reason: Reason
    /// The byte of the document at which it is wrong, from 0; nil where that is not known.
    public let offset: Int?

    /// The fault `reason` at `offset`.
    public init(_ reason: Reason, offset: Int? = nil) {
        self.reason = reason
        self.offset = offset
    }

    /// The code, and the byte where it is known.
    public var description: String {
        guard let offset else { return reason.rawValue }
        return "\(reason.rawValue) at byte \(offset)"
    }
}
