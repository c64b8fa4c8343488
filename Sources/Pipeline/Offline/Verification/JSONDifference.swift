// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import JSON

/// The first place at which two JSON documents say something else.
struct JSONDifference: Hashable, Sendable {
    /// The place, such as `entries[3].urgency`; empty for the document itself.
    var path: String
    /// What the first document has there, as compact JSON; nil for nothing.
    var left: String?
    /// What the second document has there.
    var right: String?

    /// As large as a topic may hold.
    private static let limits = JSONLimits(documentBytes: 1 << 30, stringBytes: 1 << 20, elements: 1 << 20)

    /// The first difference between two documents that differ in their bytes.
    ///
    /// Without one in what they say, the path is empty and the texts tell the first byte that differs.
    init(_ left: [UInt8], _ right: [UInt8]) {
        var first = JSONDocument(limits: Self.limits)
        var second = JSONDocument(limits: Self.limits)
        do {
            try first.parse(left)
            try second.parse(right)
        } catch {
            self.init(path: "", left: nil, right: nil)
            return
        }
        if let found = Self.find(first, first.root, second, second.root, at: "") {
            self = found
            return
        }
        let byte =
            zip(left, right).enumerated().first { $1.0 != $1.1 }?.offset ?? min(left.count, right.count)
        self.init(path: "", left: Self.excerpt(left, byte), right: Self.excerpt(right, byte))
    }

    private init(path: String, left: String?, right: String?) {
        self.path = path
        self.left = left
        self.right = right
    }

    private static func find(
        _ first: borrowing JSONDocument,
        _ left: JSONNode,
        _ second: borrowing JSONDocument,
        _ right: JSONNode,
        at path: String
    ) -> JSONDifference? {
        let kinds = (first.kind(of: left), second.kind(of: right))
        switch kinds {
        case (.object, .object):
            let (ours, theirs) = (members(of: left, in: first), members(of: right, in: second))
            for place in 0..<max(ours.count, theirs.count) {
                let (our, their) = (ours.element(place), theirs.element(place))
                guard let our, let their, our.name == their.name else {
                    // A member's name is what differs: it stands for the member.
                    return JSONDifference(
                        path: path,
                        left: our.map { quoted($0.name) },
                        right: their.map { quoted($0.name) }
                    )
                }
                let inner = path.isEmpty ? our.name : "\(path).\(our.name)"
                if let found = find(first, our.value, second, their.value, at: inner) { return found }
            }
            return nil
        case (.array, .array):
            let (ours, theirs) = (elements(of: left, in: first), elements(of: right, in: second))
            for place in 0..<max(ours.count, theirs.count) {
                let inner = "\(path)[\(place)]"
                guard let our = ours.element(place), let their = theirs.element(place) else {
                    return JSONDifference(
                        path: inner,
                        left: ours.element(place).map { text($0, of: first) },
                        right: theirs.element(place).map { text($0, of: second) }
                    )
                }
                if let found = find(first, our, second, their, at: inner) { return found }
            }
            return nil
        default:
            let (ours, theirs) = (text(left, of: first), text(right, of: second))
            return ours == theirs ? nil : JSONDifference(path: path, left: ours, right: theirs)
        }
    }

    private static func members(
        of object: JSONNode,
        in document: borrowing JSONDocument
    ) -> [(name: String, value: JSONNode)] {
        var members: [(name: String, value: JSONNode)] = []
        var nodes: [(JSONNode, JSONNode)] = []
        document.forEachMember(of: object) { nodes.append(($0, $1)) }
        for (name, value) in nodes { members.append((name: document.string(name) ?? "", value: value)) }
        return members
    }

    private static func elements(of array: JSONNode, in document: borrowing JSONDocument) -> [JSONNode] {
        var elements: [JSONNode] = []
        document.forEachElement(of: array) { elements.append($0) }
        return elements
    }

    private static func text(_ node: JSONNode, of document: borrowing JSONDocument) -> String {
        var writer = JSONWriter()
        document.write(node, to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func quoted(_ name: String) -> String {
        var writer = JSONWriter()
        writer.string(name)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func excerpt(_ bytes: [UInt8], _ byte: Int) -> String {
        let end = min(byte + 16, bytes.count)
        return "byte \(byte): \(String(decoding: bytes[min(byte, end)..<end], as: UTF8.self))"
    }
}

extension Array {
    /// The element at `index`; nil where the array is shorter.
    fileprivate func element(_ index: Int) -> Element? {
        index < count ? self[index] : nil
    }
}
