// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension JSONDocument {
    /// The outermost value; reads as `null` while there is no document.
    @inlinable
    public var root: JSONNode { JSONNode(index: 1) }

    /// What the node is; `null` for a node that is not of this document.
    @inlinable @inline(__always)
    public borrowing func kind(of node: JSONNode) -> JSONKind {
        switch tag(at: Int(node.index)) {
        case JSONTag.object: .object
        case JSONTag.array: .array
        case JSONTag.string: .string
        case JSONTag.integer: .integer
        case JSONTag.unsigned: .unsigned
        case JSONTag.double: .double
        case JSONTag.yes, JSONTag.no: .boolean
        default: .null
        }
    }

    /// The text of a string; nil for anything else.
    @inlinable
    public borrowing func string(_ node: JSONNode) -> String? {
        guard let text = unsafe text(at: Int(node.index)) else { return nil }
        // simdjson has checked that the document is UTF-8, and made UTF-8 of its escapes.
        return unsafe String(copying: UTF8Span(unchecked: text.bindMemory(to: UInt8.self).span))
    }

    /// Lends the UTF-8 bytes of a string; nil for anything else.
    @inlinable @inline(__always)
    public borrowing func withString<R, E: Error>(
        _ node: JSONNode,
        _ body: (Span<UInt8>) throws(E) -> R
    ) throws(E) -> R? {
        guard let text = unsafe text(at: Int(node.index)) else { return nil }
        return unsafe try body(text.bindMemory(to: UInt8.self).span)
    }

    /// Puts all strings of the document, names among them, in place of `bytes`: `range(of:)` says where each stands.
    @inlinable
    public borrowing func copyStrings(to bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: strings.prefix(stringsEnd)))
    }

    /// Where a string stands among all strings of the document; nil for anything else.
    @inlinable @inline(__always)
    public borrowing func range(of node: JSONNode) -> Range<Int>? {
        guard tag(at: Int(node.index)) == JSONTag.string else { return nil }
        return unsafe stringRange(tape[Int(node.index)])
    }

    /// Whether the node is a string of exactly these bytes.
    @inlinable @inline(__always)
    public borrowing func equals(_ node: JSONNode, _ other: StaticString) -> Bool {
        guard let text = unsafe text(at: Int(node.index)) else { return false }
        return unsafe text.count == other.utf8CodeUnitCount && other.stands(at: 0, in: text.bytes)
    }

    /// Whether the node is a string of exactly these bytes.
    @inlinable
    public borrowing func equals(_ node: JSONNode, _ other: Span<UInt8>) -> Bool {
        guard let text = unsafe text(at: Int(node.index)), text.count == other.count else { return false }
        for position in 0..<text.count where unsafe text[position] != other[position] { return false }
        return true
    }

    /// The value of a number written as an integer that fits; nil for anything else, `1.0` too.
    @inlinable
    public borrowing func integer(_ node: JSONNode) -> Int64? {
        guard tag(at: Int(node.index)) == JSONTag.integer else { return nil }
        return Int64(bitPattern: number(at: Int(node.index)))
    }

    /// The value of any number as the nearest binary64, always finite; nil for anything else.
    @inlinable
    public borrowing func number(_ node: JSONNode) -> Double? {
        let word = number(at: Int(node.index))
        switch tag(at: Int(node.index)) {
        case JSONTag.integer: return Double(Int64(bitPattern: word))
        case JSONTag.unsigned: return Double(word)
        case JSONTag.double:
            let value = Double(bitPattern: word)
            return value.isFinite ? value : nil
        default: return nil
        }
    }

    /// The truth value; nil for anything else.
    @inlinable
    public borrowing func boolean(_ node: JSONNode) -> Bool? {
        switch tag(at: Int(node.index)) {
        case JSONTag.yes: true
        case JSONTag.no: false
        default: nil
        }
    }

    /// The number of members of an object or elements of an array; 0 for anything else.
    @inlinable
    public borrowing func count(_ node: JSONNode) -> Int {
        switch tag(at: Int(node.index)) {
        case JSONTag.object, JSONTag.array: containerCount(at: Int(node.index))
        default: 0
        }
    }
}
