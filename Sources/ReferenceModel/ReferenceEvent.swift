// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// An event of the journal, read from its JSON.
package struct ReferenceEvent: Sendable {
    package struct Attribute: Sendable {
        package var name: String
        package var value: ReferenceValue
    }

    /// A whole write of a field; nil removes it.
    package struct Write: Sendable {
        package var field: String
        package var value: ReferenceValue?
    }

    package struct Words: Sendable {
        package var field: String
        package var words: [String]
    }

    package enum Effect: Sendable {
        case signal(kind: String, attributes: [Attribute], person: String?)
        case retract(source: String, id: String)
        case profile(set: [Write], add: [Words], remove: [Words])
        case disposition(queue: String?, until: Int64?)
        case superseded
        case erase
        case none
    }

    package var source: String
    package var id: String
    package var account: String
    /// When it happened, in milliseconds since 1970.
    package var time: Int64
    package var effect: Effect

    /// What keeps a record from being an event.
    package struct Unreadable: Error {
        package var problem: String
    }

    /// Reads the value of a journal record.
    package init(_ value: [UInt8]) throws(Unreadable) {
        let json: ReferenceJSON
        do { json = try ReferenceJSON(value) } catch {
            throw Unreadable(problem: "no JSON from byte \(error.offset)")
        }
        guard let source = json["source"]?.text, let id = json["id"]?.text,
            let account = json["subject"]?.text, let time = json["time"]?.time,
            let type = json["type"]?.text
        else { throw Unreadable(problem: "a member of the envelope is missing") }
        self.source = source
        self.id = id
        self.account = account
        self.time = time
        effect = Self.effect(type, json["data"] ?? .null)
    }

    private static func effect(_ type: String, _ data: ReferenceJSON) -> Effect {
        switch type {
        case "hotlist.signal.v1":
            let attributes = (data["attributes"]?.members ?? []).compactMap { member in
                ReferenceValue(member.value).map { Attribute(name: member.name, value: $0) }
            }
            return .signal(
                kind: data["kind"]?.text ?? "",
                attributes: attributes,
                person: data["person"]?.text
            )
        case "hotlist.retract.v1":
            return .retract(source: data["source"]?.text ?? "", id: data["id"]?.text ?? "")
        case "hotlist.account.v1":
            let set = data.members.filter { $0.name != "add" && $0.name != "remove" }
            return .profile(
                set: set.map { Write(field: $0.name, value: ReferenceValue($0.value)) },
                add: words(data["add"]),
                remove: words(data["remove"])
            )
        case "hotlist.disposition.v1":
            return .disposition(queue: data["queue"]?.text, until: data["until"]?.time)
        case "hotlist.superseded.v1": return .superseded
        case "hotlist.erase.v1": return .erase
        default: return .none
        }
    }

    private static func words(_ json: ReferenceJSON?) -> [Words] {
        (json?.members ?? []).map { member in
            Words(field: member.name, words: member.value.elements.compactMap(\.text))
        }
    }
}
