// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension JSONDocument {
    /// Visits the members of an object in their order, and nothing of anything else; `name` is a string node.
    @inlinable
    public borrowing func forEachMember<E: Error>(
        of object: JSONNode,
        _ body: (_ name: JSONNode, _ value: JSONNode) throws(E) -> Void
    ) throws(E) {
        guard tag(at: Int(object.index)) == JSONTag.object else { return }
        var index = Int(object.index) + 1
        let end = after(Int(object.index)) - 1
        while index < end {
            try body(JSONNode(index: index), JSONNode(index: index + 1))
            index = after(index + 1)
        }
    }

    /// Visits the elements of an array in their order, and nothing of anything else.
    @inlinable
    public borrowing func forEachElement<E: Error>(
        of array: JSONNode,
        _ body: (JSONNode) throws(E) -> Void
    ) throws(E) {
        guard tag(at: Int(array.index)) == JSONTag.array else { return }
        var index = Int(array.index) + 1
        let end = after(Int(array.index)) - 1
        while index < end {
            try body(JSONNode(index: index))
            index = after(index)
        }
    }

    /// The value of the member `name`; nil where the node is no object or has no such member.
    public borrowing func member(_ object: JSONNode, _ name: String) -> JSONNode? {
        member(object, name.utf8.span)
    }

    /// The value of the member `name`, in UTF-8; nil where the node is no object or has no such member.
    public borrowing func member(_ object: JSONNode, _ name: Span<UInt8>) -> JSONNode? {
        guard tag(at: Int(object.index)) == JSONTag.object else { return nil }
        var index = Int(object.index) + 1
        let end = after(Int(object.index)) - 1
        while index < end {
            if equals(JSONNode(index: index), name) { return JSONNode(index: index + 1) }
            index = after(index + 1)
        }
        return nil
    }

    /// The element at `position` from 0; nil where the node is no array or is shorter.
    public borrowing func element(_ array: JSONNode, at position: Int) -> JSONNode? {
        guard tag(at: Int(array.index)) == JSONTag.array else { return nil }
        guard position >= 0, position < containerCount(at: Int(array.index)) else { return nil }
        var index = Int(array.index) + 1
        for _ in 0..<position { index = after(index) }
        return JSONNode(index: index)
    }

    /// The value that `pointer` leads to from `node`; nil where there is none.
    public borrowing func resolve(_ node: JSONNode, pointer: JSONPointer) -> JSONNode? {
        var node = node
        for token in pointer.tokens {
            let next: JSONNode?
            switch tag(at: Int(node.index)) {
            case JSONTag.object: next = member(node, token.name.span)
            case JSONTag.array: next = token.position.flatMap { element(node, at: $0) }
            default: next = nil
            }
            guard let next else { return nil }
            node = next
        }
        return node
    }

    /// Writes the node as compact JSON: members in their order, numbers and strings in the writer's form.
    public borrowing func write(_ node: JSONNode, to writer: inout JSONWriter) {
        let index = Int(node.index)
        switch tag(at: index) {
        case JSONTag.object:
            writer.beginObject()
            forEachMember(of: node) { name, value in
                if let text = unsafe text(at: Int(name.index)) {
                    unsafe writer.key(text.bindMemory(to: UInt8.self).span)
                }
                write(value, to: &writer)
            }
            writer.endObject()
        case JSONTag.array:
            writer.beginArray()
            forEachElement(of: node) { write($0, to: &writer) }
            writer.endArray()
        case JSONTag.string:
            if let text = unsafe text(at: index) {
                unsafe writer.string(text.bindMemory(to: UInt8.self).span)
            }
        case JSONTag.integer: writer.integer(Int64(bitPattern: number(at: index)))
        case JSONTag.unsigned: writer.unsigned(number(at: index))
        case JSONTag.double: writer.number(Double(bitPattern: number(at: index)))
        case JSONTag.yes: writer.boolean(true)
        case JSONTag.no: writer.boolean(false)
        default: writer.null()
        }
    }
}
