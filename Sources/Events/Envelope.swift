// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON

/// The members of an event's envelope in a document, wherever they stand.
struct Envelope: ~Copyable {
    private(set) var id: JSONNode?
    private(set) var source: JSONNode?
    private(set) var type: JSONNode?
    private(set) var subject: JSONNode?
    private(set) var time: JSONNode?
    private(set) var recordedtime: JSONNode?
    private(set) var data: JSONNode?
    /// The members that this version does not know.
    private(set) var unknown: [(name: JSONNode, value: JSONNode)] = []
    private var specversion: JSONNode?
    private var datacontenttype: JSONNode?
    private var dataBase64: JSONNode?

    /// The envelope in the object `node`, if it is one of CloudEvents 1.0 with data in JSON.
    init(_ document: borrowing JSONDocument, _ node: JSONNode) throws(EventDecodeError) {
        guard document.kind(of: node) == .object else { throw EventDecodeError(.memberType, at: "") }
        document.forEachMember(of: node) { name, value in
            guard let member = document.withString(name, { EnvelopeMember($0) }) ?? nil else {
                return unknown.append((name, value))
            }
            // CloudEvents: a null attribute is an attribute that is not there.
            guard document.kind(of: value) != .null else { return }
            set(member, value)
        }
        try check(document)
    }

    /// The type, if this version knows it.
    func knownType(_ document: borrowing JSONDocument) -> EventType? {
        guard let type else { return nil }
        // Most are.
        if document.equals(type, "hotlist.signal.v1") { return .signal }
        return document.withString(type) { EventType($0) } ?? nil
    }

    private func check(_ document: borrowing JSONDocument) throws(EventDecodeError) {
        guard let version = specversion else { throw EventDecodeError(.memberMissing, at: "/specversion") }
        guard document.kind(of: version) == .string else {
            throw EventDecodeError(.memberType, at: "/specversion")
        }
        guard document.equals(version, "1.0") else {
            throw EventDecodeError(.specVersionUnsupported, at: "/specversion")
        }
        if dataBase64 != nil { throw EventDecodeError(.memberNotAllowed, at: "/data_base64") }
        if let node = datacontenttype {
            if document.equals(node, "application/json") { return }
            guard let isJSON = document.withString(node, { ASCII.isJSON(mediaType: $0) }) else {
                throw EventDecodeError(.memberType, at: "/datacontenttype")
            }
            guard isJSON else { throw EventDecodeError(.contentTypeUnsupported, at: "/datacontenttype") }
        }
    }

    private mutating func set(_ member: EnvelopeMember, _ value: JSONNode) {
        switch member {
        case .specversion: specversion = value
        case .id: id = value
        case .source: source = value
        case .type: type = value
        case .subject: subject = value
        case .time: time = value
        case .recordedtime: recordedtime = value
        case .datacontenttype: datacontenttype = value
        case .data: data = value
        case .dataBase64: dataBase64 = value
        }
    }
}
