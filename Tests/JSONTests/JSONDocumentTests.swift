// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON
import Testing

@Suite struct JSONDocumentTests {
    @Test func `a document is read in place`() throws {
        var document = JSONDocument()
        try document.parse(Array(#"{"a":{"b":[1,2.5,"x",true,null]},"c":18446744073709551615}"#.utf8))
        let root = document.root
        #expect(document.kind(of: root) == .object)
        #expect(document.count(root) == 2)
        let pointer = try JSONPointer("/a/b/1")
        let node = document.resolve(root, pointer: pointer)
        #expect(node.flatMap { document.number($0) } == 2.5)
    }
}
