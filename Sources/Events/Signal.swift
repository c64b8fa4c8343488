// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A buying signal: something that happened at an account and says how near it is to buying.
public struct Signal: Hashable, Sendable {
    /// The kind, such as `funding`, `job_post`, `tech_change` or `engagement`, or another that the model declares.
    public var kind: String
    /// Flat attributes in the order in which they were sent; names are unique.
    public var attributes: [Attribute]
    /// The person behind it: an opaque id or the keyed hash of an e-mail address, never the address itself.
    public var person: String?
    /// The vendor that reported it, for people to read.
    public var vendor: String?

    /// A signal of `kind`.
    public init(kind: String, attributes: [Attribute] = [], person: String? = nil, vendor: String? = nil) {
        self.kind = kind
        self.attributes = attributes
        self.person = person
        self.vendor = vendor
    }

    /// The value of the attribute `name`.
    public subscript(attribute name: String) -> AttributeValue? {
        attributes.first { $0.name == name }?.value
    }
}
