// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a document is no canonical event: what is wrong, and with which member.
public struct EventDecodeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong; the raw value is a stable code for dead letters and metrics.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// A required member is not there.
        case memberMissing = "event_member_missing"
        /// A member is of another JSON type than it must be.
        case memberType = "event_member_type"
        /// A member that identifies something is empty.
        case memberEmpty = "event_member_empty"
        /// A member is longer than allowed.
        case memberTooLong = "event_member_too_long"
        /// A member has a value that it cannot have: control characters, an unknown action, no domain.
        case memberInvalid = "event_member_invalid"
        /// A member is there twice.
        case memberRepeated = "event_member_repeated"
        /// A member cannot be used here, such as `data_base64`.
        case memberNotAllowed = "event_member_not_allowed"
        /// A time is neither RFC 3339 nor, where that is allowed, a date.
        case timeInvalid = "event_time_invalid"
        /// The event is not of CloudEvents 1.0.
        case specVersionUnsupported = "event_specversion_unsupported"
        /// The data is not JSON.
        case contentTypeUnsupported = "event_content_type_unsupported"
        /// An attribute or field is neither text, a finite number, a truth value nor a list of texts.
        case attributeNotFlat = "attribute_not_flat"
    }

    /// What is wrong.
    public let reason: Reason
    /// The member as a JSON pointer, such as `/data/kind`, or a header's name, such as `ce_time`.
    public let path: String

    /// The fault `reason` at `path`.
    public init(_ reason: Reason, at path: String) {
        self.reason = reason
        self.path = path
    }

    /// The code and the member.
    public var description: String { "\(reason.rawValue) at \(path.isEmpty ? "the document" : path)" }

    /// A step of a path, escaped as RFC 6901 demands.
    static func step(_ name: String) -> String {
        var step = "/"
        for character in name {
            switch character {
            case "~": step += "~0"
            case "/": step += "~1"
            default: step.append(character)
            }
        }
        return step
    }
}
