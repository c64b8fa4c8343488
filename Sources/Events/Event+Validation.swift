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
        try check(domain: account.domain.utf8.span, at: path)
    }

    /// Checks that a domain is lower-case ASCII of letters, digits, `-`, `_` and `.`.
    static func check(domain bytes: Span<UInt8>, at path: String) throws(EventDecodeError) {
        if !isDomain(bytes) { throw EventDecodeError(.memberInvalid, at: path) }
    }

    /// Whether bytes are such a domain; so are none.
    @inline(__always)
    static func isDomain(_ bytes: Span<UInt8>) -> Bool {
        for position in bytes.indices where !isOfDomain(bytes[position]) { return false }
        return true
    }

    /// Whether a byte is among those that a domain may hold, of which there are two words of bits.
    @inline(__always)
    private static func isOfDomain(_ byte: UInt8) -> Bool {
        // 0-9, - and . from 0x00 on; a-z and _ from 0x40 on.
        let bits: UInt64 = byte < 0x40 ? 0x03FF_6000_0000_0000 : 0x07FF_FFFE_8000_0000
        return byte < 0x80 && bits &>> UInt64(byte & 0x3F) & 1 != 0
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
        fault(of: text.utf8.span, limit: limit)
    }

    /// What is wrong with a text, in UTF-8, that must be there; nil if nothing is.
    ///
    /// Control characters are not looked for where `mayHoldControls` says that there are none.
    @inline(__always)
    package static func fault(
        of bytes: Span<UInt8>,
        limit: Int,
        mayHoldControls: Bool = true
    ) -> EventDecodeError.Reason? {
        if bytes.isEmpty { return .memberEmpty }
        if bytes.count > limit { return .memberTooLong }
        return mayHoldControls && ASCII.hasControl(bytes) ? .memberInvalid : nil
    }

    private func validateUniqueNames() throws(EventDecodeError) {
        try Self.checkUnique(extensions.lazy.map(\.name), within: "")
        for member in extensions where EnvelopeMember(member.name.utf8.span) != nil {
            throw EventDecodeError(.memberNotAllowed, at: EventDecodeError.step(member.name))
        }
        try Self.checkUnique(dataExtensions.lazy.map(\.name), within: "/data")
        for member in dataExtensions where payload.hasMember(member.name) {
            throw EventDecodeError(.memberNotAllowed, at: "/data" + EventDecodeError.step(member.name))
        }
        switch payload {
        case .signal(let signal):
            try Self.checkUnique(signal.attributes.lazy.map(\.name), within: "/data/attributes")
        case .account(let change):
            try Self.checkUnique(change.set.lazy.map(\.field), within: "/data")
            try Self.checkUnique(change.add.lazy.map(\.field), within: "/data/add")
            try Self.checkUnique(change.remove.lazy.map(\.field), within: "/data/remove")
        case .retract, .disposition, .superseded, .erase, .unknown: break
        }
    }

    /// Names are compared by their bytes, as everywhere: not by what Unicode holds for equivalent.
    private static func checkUnique(
        _ names: some RandomAccessCollection<String>,
        within path: String
    ) throws(EventDecodeError) {
        guard names.count > 1 else { return }
        var seen: Set<[UInt8]> = []
        for (position, name) in names.enumerated() {
            // Few names are compared each with each, which needs no memory.
            let isRepeated =
                names.count > 16
                ? !seen.insert(Array(name.utf8)).inserted
                : names.prefix(position).contains { isSame($0, name) }
            if isRepeated { throw EventDecodeError(.memberRepeated, at: path + EventDecodeError.step(name)) }
        }
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        let left = left.utf8
        let right = right.utf8
        return left.count == right.count && left.elementsEqual(right)
    }
}

extension Payload {
    /// Whether `name` has a meaning in the data of such an event, so that it cannot be unknown.
    fileprivate func hasMember(_ name: String) -> Bool {
        switch self {
        case .signal: ["kind", "attributes", "person", "vendor"].contains(name)
        case .retract: ["source", "id"].contains(name)
        case .disposition: ["action", "until", "queue", "by"].contains(name)
        case .superseded: name == "by"
        case .erase: false
        // Every member is a field, or belongs to data that is kept as it is.
        case .account, .unknown: true
        }
    }
}
