// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON
internal import Scoring

/// The members of published records, read with errors that name them.
extension JSONDocument {
    /// A document for records that hotlist itself has written: as large as a topic may hold.
    static func forRecords() -> JSONDocument {
        JSONDocument(limits: JSONLimits(documentBytes: 1 << 30, stringBytes: 1 << 20, elements: 1 << 20))
    }

    /// Parses a record, which is one object.
    mutating func parse(record bytes: [UInt8]) throws(PublishedRecordError) {
        do {
            try parse(bytes)
        } catch {
            throw .json(error.description)
        }
        guard kind(of: root) == .object else { throw .json("it is no object") }
    }

    borrowing func required(_ name: String, of object: JSONNode) throws(PublishedRecordError) -> JSONNode {
        guard let node = member(object, name) else { throw .field(name, problem: "is missing") }
        return node
    }

    borrowing func text(_ name: String, of object: JSONNode) throws(PublishedRecordError) -> String {
        guard let text = string(try required(name, of: object)) else {
            throw .field(name, problem: "is no text")
        }
        return text
    }

    borrowing func optionalText(_ name: String, of object: JSONNode) throws(PublishedRecordError) -> String? {
        kind(of: try required(name, of: object)) == .null ? nil : try text(name, of: object)
    }

    borrowing func whole(_ name: String, of object: JSONNode) throws(PublishedRecordError) -> Int64 {
        guard let value = integer(try required(name, of: object)) else {
            throw .field(name, problem: "is no whole number")
        }
        return value
    }

    borrowing func count(_ name: String, of object: JSONNode) throws(PublishedRecordError) -> Int {
        guard let value = Int(exactly: try whole(name, of: object)), value >= 0 else {
            throw .field(name, problem: "is below 0")
        }
        return value
    }

    borrowing func hundredths(_ name: String, of object: JSONNode) throws(PublishedRecordError) -> Int {
        try hundredths(try required(name, of: object), name)
    }

    borrowing func hundredths(_ node: JSONNode, _ name: String) throws(PublishedRecordError) -> Int {
        guard let value = number(node) else { throw .field(name, problem: "is no number") }
        return Published.hundredths(value)
    }

    borrowing func moment(_ name: String, of object: JSONNode) throws(PublishedRecordError) -> Timestamp {
        guard let moment = Timestamp(rfc3339: try text(name, of: object)) else {
            throw .field(name, problem: "is no time in RFC 3339")
        }
        return moment
    }

    borrowing func account(_ name: String, of object: JSONNode) throws(PublishedRecordError) -> AccountID {
        AccountID(domain: try text(name, of: object))
    }

    borrowing func list(of object: JSONNode) throws(PublishedRecordError) -> ListName {
        let text = try text("list", of: object)
        guard let list = ListName(parsing: text) else {
            throw .field("list", problem: "is '\(text)', which is no list's name")
        }
        guard list.queue == (try self.text("queue", of: object)) else {
            throw .field("queue", problem: "is not the queue of the list '\(text)'")
        }
        return list
    }

    borrowing func elements(_ name: String, of object: JSONNode) throws(PublishedRecordError) -> [JSONNode] {
        let node = try required(name, of: object)
        guard kind(of: node) == .array else { throw .field(name, problem: "is no array") }
        var elements: [JSONNode] = []
        forEachElement(of: node) { elements.append($0) }
        return elements
    }
}
