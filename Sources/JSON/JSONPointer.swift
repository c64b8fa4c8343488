// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A path into a document (RFC 6901), such as `/company/domain` or `/items/0/name`; compiled once, used often.
public struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
    /// One step of the path.
    struct Token: Hashable, Sendable {
        /// The member's name in UTF-8.
        let name: [UInt8]
        /// The element's position if the name is one: `0`, or digits without a leading zero.
        let position: Int?
    }

    let tokens: [Token]
    /// The pointer as it was written.
    public let description: String

    /// The name that the first step looks for, in UTF-8; nil for the whole document.
    public var first: [UInt8]? { tokens.first?.name }

    /// The path behind the first step.
    public var rest: JSONPointer { JSONPointer(tokens: Array(tokens.dropFirst())) }

    private init(tokens: [Token]) {
        self.tokens = tokens
        let names = tokens.map { token in
            String(decoding: token.name, as: UTF8.self)
                .replacing("~", with: "~0")
                .replacing("/", with: "~1")
        }
        description = names.map { "/" + $0 }.joined()
    }

    /// The pointer written as `text`: empty for the whole document, otherwise each step after a `/`.
    public init(_ text: String) throws(JSONPointerError) {
        description = text
        var tokens: [Token] = []
        var name: [UInt8] = []
        var isEscape = false
        for (offset, byte) in text.utf8.enumerated() {
            if offset == 0 {
                guard byte == UInt8(ascii: "/") else { throw .noLeadingSlash }
                continue
            }
            switch (isEscape, byte) {
            case (true, UInt8(ascii: "0")): name.append(UInt8(ascii: "~"))
            case (true, UInt8(ascii: "1")): name.append(UInt8(ascii: "/"))
            case (true, _): throw .invalidEscape(offset: offset - 1)
            case (false, UInt8(ascii: "~")): break
            case (false, UInt8(ascii: "/")):
                tokens.append(Token(name: name, position: Self.position(name)))
                name.removeAll()
            case (false, _): name.append(byte)
            }
            isEscape = !isEscape && byte == UInt8(ascii: "~")
        }
        if isEscape { throw .invalidEscape(offset: text.utf8.count - 1) }
        if !text.isEmpty { tokens.append(Token(name: name, position: Self.position(name))) }
        self.tokens = tokens
    }

    private static func position(_ name: [UInt8]) -> Int? {
        // Nine digits hold every position that the limits allow.
        guard !name.isEmpty, name.count <= 9, name.allSatisfy(JSONByte.isDigit) else { return nil }
        guard name.count == 1 || name[0] != UInt8(ascii: "0") else { return nil }
        return name.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}
