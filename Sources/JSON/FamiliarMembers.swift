// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The members that objects of one source have had, in their order, by which the next ones are read quicker.
///
/// What one program writes has the same members in the same order, object after object, now and then without some of
/// them. Where that is so their names need not be looked for but only compared, and are known to be unique.
public struct FamiliarMembers: Sendable {
    /// More names than most objects have, and more bytes of names; whoever has more is left to simdjson.
    static let limit = 64
    static let byteLimit = 4096

    /// The names; a member's number is its place here.
    public private(set) var names: [[UInt8]] = []
    /// How often the names have changed.
    public private(set) var changes = 0
    /// The names as they are written, with their quotes and colon.
    private(set) var written: [ComparedText] = []
    /// The names as simdjson's strings have them, and the words of the tape that point to them.
    private(set) var strings: [UInt8] = []
    private(set) var words: [UInt64] = []
    /// How many objects in a row may be unlike those before until only one now and then is tried.
    private var patience = Self.fullPatience

    private static let fullPatience = 8
    /// How many objects are then passed over for each that is tried.
    private static let passedOver = 15

    /// None yet.
    public init() {}

    /// Whether the next object may be like those before.
    var areWorthTrying: Bool { patience > 0 }

    /// Notes that an object was like those before.
    mutating func foundAgain() {
        patience = Self.fullPatience
    }

    /// Takes the members of an object in that was not like those before.
    mutating func learn(_ document: borrowing JSONDocument) {
        patience -= 1
        guard patience >= 0 else {
            if patience < -Self.passedOver { patience = 1 }
            return
        }
        guard let found = Self.names(of: document) else { return }
        let merged = merged(with: found)
        if merged != names { set(merged) }
    }

    /// The names of an object without objects and lists; nil for anything else.
    private static func names(of document: borrowing JSONDocument) -> [[UInt8]]? {
        let count = document.count(document.root)
        guard document.hasPlainStrings, (1...limit).contains(count) else { return nil }
        var names: [[UInt8]] = []
        var isFlat = document.kind(of: document.root) == .object
        document.forEachMember(of: document.root) { name, value in
            switch document.kind(of: value) {
            case .object, .array: isFlat = false
            case .string, .integer, .unsigned, .double, .boolean, .null: break
            }
            document.withString(name) { text in names.append(text.indices.map { text[$0] }) }
        }
        return isFlat && areFew(names) ? names : nil
    }

    /// Whether names are so few, and so short, that comparing and copying them costs little.
    private static func areFew(_ names: [[UInt8]]) -> Bool {
        names.count <= limit && names.reduce(0) { $0 + $1.count } <= byteLimit
    }

    /// The known names with the new ones where these stand among them; the new ones alone where their order is another.
    private func merged(with found: [[UInt8]]) -> [[UInt8]] {
        var merged = names
        var place = 0
        for name in found {
            if let known = merged[place...].firstIndex(of: name) {
                place = known + 1
            } else if merged.contains(name) {
                return found
            } else {
                merged.insert(name, at: place)
                place += 1
            }
        }
        return Self.areFew(merged) ? merged : found
    }

    private mutating func set(_ names: [[UInt8]]) {
        self.names = names
        changes += 1
        written = []
        strings = []
        words = []
        for name in names {
            written.append(ComparedText([UInt8(ascii: "\"")] + name + Array("\":".utf8)))
            words.append(UInt64(JSONTag.string) << 56 | UInt64(strings.count))
            unsafe withUnsafeBytes(of: UInt32(name.count)) { unsafe strings.append(contentsOf: $0) }
            strings += name + [0]
        }
    }
}
