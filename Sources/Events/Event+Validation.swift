// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension Event {
    /// The most bytes of `id` and of `source`.
    public static let identityBytes = 1024
    /// The most bytes of an account's domain.
    public static let accountBytes = 253
    /// The most bytes of `type`, `kind`, `person`, `vendor`, `queue`, `by`, and of an attribute's or field's name.
    public static let nameBytes = 256

    /// Checks what the types leave open; an event is written to the journal only if nothing is thrown.
    ///
    /// `id`, `source`, the account, and the names within the payload are not empty, not longer than the limits above
    /// and without control characters; optional ones are nil rather than empty. The account is lower-case ASCII of
    /// letters, digits, `-`, `_` and `.`. Times lie in the years 0000 to 9999. Attributes are finite numbers, and
    /// names are unique within a list. A profile field is not called `add` or `remove`. An unknown type is unknown.
    public func validate() throws(EventDecodeError) {
        try validateRead()
        try validateUniqueNames()
    }

    /// Checks what can be wrong with an event that was read from a document, whose names are unique already.
    func validateRead() throws(EventDecodeError) {
        try Self.check(id, limit: Self.identityBytes, at: "/id")
        try Self.check(source, limit: Self.identityBytes, at: "/source")
        try Self.check(account, at: "/subject")
        try Self.check(time, at: "/time")
        try Self.check(recordedTime, at: "/recordedtime")
        switch payload {
        case .signal(let signal): try Self.check(signal)
        case .retract(let retraction):
            try Self.check(retraction.source, limit: Self.identityBytes, at: "/data/source")
            try Self.check(retraction.id, limit: Self.identityBytes, at: "/data/id")
        case .account(let change): try Self.check(change)
        case .disposition(let disposition):
            if let until = disposition.until { try Self.check(until, at: "/data/until") }
            try Self.check(disposition.queue, at: "/data/queue")
            try Self.check(disposition.by, at: "/data/by")
        case .superseded(let by):
            try Self.check(by, at: "/data/by")
            if by == account { throw EventDecodeError(.memberInvalid, at: "/data/by") }
        case .erase: break
        case .unknown(let type, _):
            try Self.check(type, limit: Self.nameBytes, at: "/type")
            if EventType(type.utf8.span) != nil { throw EventDecodeError(.memberInvalid, at: "/type") }
        }
    }

    private static func check(_ signal: Signal) throws(EventDecodeError) {
        try check(signal.kind, limit: nameBytes, at: "/data/kind")
        try check(signal.person, at: "/data/person")
        try check(signal.vendor, at: "/data/vendor")
        for attribute in signal.attributes {
            try check(name: attribute.name, within: "/data/attributes")
            try check(attribute.value, named: attribute.name, within: "/data/attributes")
        }
    }

    private static func check(_ change: ProfileChange) throws(EventDecodeError) {
        for assignment in change.set {
            try check(name: assignment.field, within: "/data")
            if assignment.field == "add" || assignment.field == "remove" {
                throw EventDecodeError(.memberNotAllowed, at: "/data/\(assignment.field)")
            }
            if let value = assignment.value { try check(value, named: assignment.field, within: "/data") }
        }
        for words in change.add { try check(name: words.field, within: "/data/add") }
        for words in change.remove { try check(name: words.field, within: "/data/remove") }
    }

    private static func check(
        _ value: AttributeValue,
        named name: String,
        within path: String
    ) throws(EventDecodeError) {
        guard case .number(let number) = value, !number.isFinite else { return }
        throw EventDecodeError(.attributeNotFlat, at: path + EventDecodeError.step(name))
    }

    private static func check(_ time: Timestamp, at path: String) throws(EventDecodeError) {
        guard time >= .earliest, time <= .latest else { throw EventDecodeError(.timeInvalid, at: path) }
    }

    private static func check(_ account: AccountID, at path: String) throws(EventDecodeError) {
        try check(account.domain, limit: accountBytes, at: path)
        let bytes = account.domain.utf8.span
        for position in bytes.indices {
            switch bytes[position] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): continue
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): continue
            default: throw EventDecodeError(.memberInvalid, at: path)
            }
        }
    }

    private static func check(_ text: String?, at path: String) throws(EventDecodeError) {
        guard let text else { return }
        try check(text, limit: nameBytes, at: path)
    }

    private static func check(name: String, within path: String) throws(EventDecodeError) {
        if let reason = fault(of: name, limit: nameBytes) {
            throw EventDecodeError(reason, at: path + EventDecodeError.step(name))
        }
    }

    private static func check(_ text: String, limit: Int, at path: String) throws(EventDecodeError) {
        if let reason = fault(of: text, limit: limit) { throw EventDecodeError(reason, at: path) }
    }

    private static func fault(of text: String, limit: Int) -> EventDecodeError.Reason? {
        let bytes = text.utf8.span
        if bytes.isEmpty { return .memberEmpty }
        if bytes.count > limit { return .memberTooLong }
        for position in bytes.indices where bytes[position] < 0x20 || bytes[position] == 0x7F {
            return .memberInvalid
        }
        return nil
    }

    private func validateUniqueNames() throws(EventDecodeError) {
        try Self.checkUnique(extensions.map(\.name), within: "")
        for member in extensions where EnvelopeMember(member.name.utf8.span) != nil {
            throw EventDecodeError(.memberNotAllowed, at: EventDecodeError.step(member.name))
        }
        var dataNames = dataExtensions.map(\.name)
        switch payload {
        case .signal(let signal):
            try Self.checkUnique(signal.attributes.map(\.name), within: "/data/attributes")
            dataNames += ["kind", "attributes", "person", "vendor"]
        case .retract: dataNames += ["source", "id"]
        case .account(let change):
            try Self.checkUnique(change.add.map(\.field), within: "/data/add")
            try Self.checkUnique(change.remove.map(\.field), within: "/data/remove")
            // Every member of the data is a field, so that there is none to be unknown.
            if let name = dataNames.first {
                throw EventDecodeError(.memberNotAllowed, at: "/data" + EventDecodeError.step(name))
            }
            dataNames = change.set.map(\.field)
        case .disposition: dataNames += ["action", "until", "queue", "by"]
        case .superseded: dataNames += ["by"]
        case .erase: break
        case .unknown:
            if let name = dataNames.first {
                throw EventDecodeError(.memberNotAllowed, at: "/data" + EventDecodeError.step(name))
            }
        }
        try Self.checkUnique(dataNames, within: "/data")
    }

    private static func checkUnique(_ names: [String], within path: String) throws(EventDecodeError) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw EventDecodeError(.memberRepeated, at: path + EventDecodeError.step(name))
        }
    }
}
