// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a document may be at most; a larger one is refused, whoever sent it.
public struct JSONLimits: Hashable, Sendable {
    /// Bytes of the document, 1 to 1 GiB.
    public let documentBytes: Int
    /// Nesting of objects and arrays, 1 to 1024; a document that is one flat object has depth 1.
    public let depth: Int
    /// Bytes of one string or member name in UTF-8, after its escapes are resolved.
    public let stringBytes: Int
    /// Digits of one number as written: whole part, fraction and exponent together.
    public let numberDigits: Int
    /// Members of one object.
    public let members: Int
    /// Elements of one array.
    public let elements: Int

    /// Limits, each brought into its range.
    public init(
        documentBytes: Int = 1 << 20,
        depth: Int = 32,
        stringBytes: Int = 64 << 10,
        numberDigits: Int = 32,
        members: Int = 256,
        elements: Int = 10_000
    ) {
        self.documentBytes = min(max(documentBytes, 1), 1 << 30)
        self.depth = min(max(depth, 1), 1024)
        self.stringBytes = max(stringBytes, 0)
        self.numberDigits = max(numberDigits, 1)
        // simdjson's tape stops counting at 2^24 - 1.
        self.members = min(max(members, 0), (1 << 24) - 2)
        self.elements = min(max(elements, 0), (1 << 24) - 2)
    }
}
