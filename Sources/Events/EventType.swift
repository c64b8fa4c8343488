// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The types of event that this version knows.
enum EventType {
    case signal, retract, account, disposition, superseded, erase

    /// The type of this name; nil for one that this version does not know.
    init?(_ name: Span<UInt8>) {
        let (word, type): (StaticString, EventType)
        switch name.count {
        case 16: (word, type) = ("hotlist.erase.v1", .erase)
        case 17: (word, type) = ("hotlist.signal.v1", .signal)
        case 18 where name[8] == UInt8(ascii: "r"): (word, type) = ("hotlist.retract.v1", .retract)
        case 18: (word, type) = ("hotlist.account.v1", .account)
        case 21: (word, type) = ("hotlist.superseded.v1", .superseded)
        case 22: (word, type) = ("hotlist.disposition.v1", .disposition)
        default: return nil
        }
        guard ASCII.same(name, word) else { return nil }
        self = type
    }
}
