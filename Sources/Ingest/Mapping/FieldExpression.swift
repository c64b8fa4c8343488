// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import JSON

/// How a value is made of a record: where it is found, and how it is converted.
///
/// The steps are taken in the order of the properties. A value that is missing, `null`, an empty list or blank
/// text counts as absent.
public struct FieldExpression: Hashable, Sendable {
    /// What a value becomes.
    public enum Conversion: String, Hashable, Sendable, CaseIterable {
        /// Stays what it is in JSON.
        case asIs = "any"
        /// Text; numbers and truth values in their JSON form.
        case text
        /// A number; text must be a JSON number, spaces around it apart.
        case number
        /// A truth value; text must be one of true, false, yes, no, 1, 0.
        case boolean
        /// A list of texts.
        case list
        /// Text that is a JSON number becomes one, `true` and `false` become truth values, other text stays.
        case inferred = "infer"
    }

    /// What happens to a text that the value map does not name.
    public enum Unmapped: Hashable, Sendable {
        /// It stays.
        case keep
        /// It counts as absent.
        case drop
        /// It becomes this value.
        case replace(AttributeValue)
    }

    /// Where to look, in this order; the first value that is present is taken.
    public var selectors: [FieldSelector]
    /// Taken of each element of a list, or of the value itself.
    public var pluck: JSONPointer?
    /// Cuts text into a list at this text; parts are trimmed, and empty ones left out.
    public var separator: String?
    /// Folds ASCII letters of text to lower case.
    public var isLowercased: Bool
    /// Replaces text, also within lists; keys are in ASCII lower case, and compared without regard to ASCII case.
    public var map: [String: AttributeValue]
    /// What happens to text that `map` does not name; without a map there is none.
    public var unmapped: Unmapped
    /// What the value becomes.
    public var conversion: Conversion
    /// Multiplies a number, such as 0.01 for cents.
    public var scale: Double?
    /// Stands for an absent value.
    public var fallback: AttributeValue?
    /// Whether an absent value is an error.
    public var isRequired: Bool
    /// Whether a value that cannot be converted counts as absent; otherwise it is an error.
    public var dropsInvalid: Bool

    /// The value found by the first of `selectors` that is present, as it is.
    public init(
        _ selectors: [FieldSelector],
        conversion: Conversion = .asIs,
        pluck: JSONPointer? = nil,
        separator: String? = nil,
        isLowercased: Bool = false,
        map: [String: AttributeValue] = [:],
        unmapped: Unmapped = .keep,
        scale: Double? = nil,
        fallback: AttributeValue? = nil,
        isRequired: Bool = false,
        dropsInvalid: Bool = false
    ) {
        self.selectors = selectors
        self.conversion = conversion
        self.pluck = pluck
        self.separator = separator
        self.isLowercased = isLowercased
        self.map = map
        self.unmapped = unmapped
        self.scale = scale
        self.fallback = fallback
        self.isRequired = isRequired
        self.dropsInvalid = dropsInvalid
    }
}
