// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The members of the envelope that have a meaning of their own.
enum EnvelopeMember {
    case specversion, id, source, type, subject, time, recordedtime, datacontenttype, data, dataBase64

    /// The member of this name; nil for one that this version does not know.
    init?(_ name: Span<UInt8>) {
        let (word, member): (StaticString, EnvelopeMember)
        switch name.count {
        case 2: (word, member) = ("id", .id)
        case 4:
            switch name[1] {
            case UInt8(ascii: "y"): (word, member) = ("type", .type)
            case UInt8(ascii: "i"): (word, member) = ("time", .time)
            default: (word, member) = ("data", .data)
            }
        case 6: (word, member) = ("source", .source)
        case 7: (word, member) = ("subject", .subject)
        case 11:
            (word, member) =
                name[0] == UInt8(ascii: "s") ? ("specversion", .specversion) : ("data_base64", .dataBase64)
        case 12: (word, member) = ("recordedtime", .recordedtime)
        case 15: (word, member) = ("datacontenttype", .datacontenttype)
        default: return nil
        }
        guard ASCII.same(name, word) else { return nil }
        self = member
    }
}
