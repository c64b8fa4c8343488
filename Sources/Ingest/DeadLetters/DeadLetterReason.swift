// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// Why a record went to the dead letters; the raw value is the stable code in headers and metrics.
///
/// docs/dead-letters.md says of each what it means and what to do.
public enum DeadLetterReason: String, Hashable, Sendable, CaseIterable {
    // The record as a whole.
    /// No mapping is configured for the record's topic.
    case noMapping = "no_mapping"
    /// The record has no value (a tombstone).
    case noValue = "no_value"

    // The value is not JSON that is within the limits. The codes are those of `JSONError.Reason`.
    /// The value is larger than allowed.
    case jsonDocumentTooLarge = "json_document_too_large"
    /// The value is empty or white space.
    case jsonEmpty = "json_empty"
    /// The value is not UTF-8.
    case jsonInvalidUTF8 = "json_invalid_utf8"
    /// The value is not JSON.
    case jsonMalformed = "json_malformed"
    /// Something follows the JSON value.
    case jsonTrailingBytes = "json_trailing_bytes"
    /// A string holds half of a surrogate pair.
    case jsonLoneSurrogate = "json_lone_surrogate"
    /// The value is nested deeper than allowed.
    case jsonTooDeep = "json_too_deep"
    /// A string is longer than allowed.
    case jsonStringTooLong = "json_string_too_long"
    /// A number has more digits than allowed.
    case jsonNumberTooLong = "json_number_too_long"
    /// A number does not fit.
    case jsonNumberOutOfRange = "json_number_out_of_range"
    /// An object has more members than allowed.
    case jsonTooManyMembers = "json_too_many_members"
    /// An array has more elements than allowed.
    case jsonTooManyElements = "json_too_many_elements"
    /// An object has two members of one name.
    case jsonDuplicateMember = "json_duplicate_member"
    /// There was no memory to read the value.
    case jsonOutOfMemory = "json_out_of_memory"

    // The mapping.
    /// No rule of the mapping applies.
    case mappingNoRule = "mapping_no_rule"
    /// A rule of the mapping refuses it, with the text that the rule gives.
    case mappingRejected = "mapping_rejected"
    /// The record fans out into more elements, or into more bytes of events, than allowed.
    case fanOutTooLarge = "fan_out_too_large"
    /// A field that the mapping needs is missing, null or empty.
    case missingField = "missing_field"
    /// A field cannot be converted to what the mapping says.
    case badValue = "bad_value"
    /// A field is an object, or a list of something other than scalars.
    case attributeNotFlat = "attribute_not_flat"
    /// The event would have more attributes than allowed.
    case tooManyAttributes = "too_many_attributes"
    /// A text is longer than allowed in an event.
    case textTooLong = "text_too_long"
    /// The event is larger than allowed.
    case eventTooLarge = "event_too_large"
    /// A person is given by e-mail address, and no key is configured to hash it with.
    case personKeyMissing = "person_key_missing"

    // Time.
    /// The time cannot be read in any of the stated formats.
    case badTime = "bad_time"
    /// The time lies in the future by more than the allowed clock skew.
    case timeInFuture = "time_in_future"

    // Identity.
    /// The record gives nothing that could name an account.
    case accountMissing = "account_missing"
    /// No alias is known for the name or id.
    case accountUnresolved = "account_unresolved"
    /// The aliases of the name, id or domain lead in a circle.
    case accountAliasCycle = "account_alias_cycle"
    /// The text is not a domain, URL or e-mail address.
    case accountMalformed = "account_malformed"
    /// The host is an IP address.
    case accountIPAddress = "account_ip_address"
    /// The host is a name of a private network.
    case accountLocalName = "account_local_name"
    /// The host is a public suffix.
    case accountPublicSuffix = "account_public_suffix"
    /// The domain is that of a mail provider for everybody.
    case accountFreeMail = "account_free_mail"
    /// An international name that no domain can have.
    case accountInternationalName = "account_international_name"

    // Canonical CloudEvents. The codes are those of `EventDecodeError.Reason`.
    /// The record is not a CloudEvent.
    case eventMissing = "event_missing"
    /// The event's type is none of hotlist's.
    case eventTypeUnknown = "event_type_unknown"
    /// A member that the event needs is missing.
    case eventMemberMissing = "event_member_missing"
    /// A member is of another JSON type than it must be.
    case eventMemberType = "event_member_type"
    /// A member that identifies something is empty.
    case eventMemberEmpty = "event_member_empty"
    /// A member is longer than allowed.
    case eventMemberTooLong = "event_member_too_long"
    /// A member has a value that it cannot have.
    case eventMemberInvalid = "event_member_invalid"
    /// A member is there twice.
    case eventMemberRepeated = "event_member_repeated"
    /// A member cannot be used here.
    case eventMemberNotAllowed = "event_member_not_allowed"
    /// The event's time cannot be read.
    case eventTimeInvalid = "event_time_invalid"
    /// The event is not of CloudEvents 1.0.
    case eventSpecVersionUnsupported = "event_specversion_unsupported"
    /// The event's data is not JSON.
    case eventContentTypeUnsupported = "event_content_type_unsupported"

    /// The step at which a record fails for a reason.
    public enum Stage: String, Hashable, Sendable, CaseIterable {
        /// Reading the value.
        case decode
        /// Applying the mapping.
        case map
        /// Finding the account.
        case identify
    }

    /// The step at which a record fails for this reason.
    public var stage: Stage {
        switch self {
        case .noMapping, .mappingNoRule, .mappingRejected, .fanOutTooLarge, .missingField, .badValue,
            .attributeNotFlat, .tooManyAttributes, .textTooLong, .eventTooLarge, .personKeyMissing, .badTime,
            .timeInFuture:
            .map
        case .accountMissing, .accountUnresolved, .accountAliasCycle, .accountMalformed, .accountIPAddress,
            .accountLocalName, .accountPublicSuffix, .accountFreeMail, .accountInternationalName:
            .identify
        default:
            .decode
        }
    }

    /// The reason for a value that could not be parsed.
    init(_ reason: JSONError.Reason) {
        self = DeadLetterReason(rawValue: reason.rawValue) ?? .jsonMalformed
    }

    /// The reason for a document that is no canonical event.
    init(_ reason: EventDecodeError.Reason) {
        self = DeadLetterReason(rawValue: reason.rawValue) ?? .eventMemberInvalid
    }

    /// The reason for an account that could not be found.
    init(_ refusal: AccountRefusal) {
        self =
            switch refusal {
            case .malformed: .accountMalformed
            case .ipAddress: .accountIPAddress
            case .localName: .accountLocalName
            case .publicSuffix: .accountPublicSuffix
            case .freeMail: .accountFreeMail
            case .internationalName: .accountInternationalName
            case .noAlias: .accountUnresolved
            case .aliasCycle: .accountAliasCycle
            }
    }
}
