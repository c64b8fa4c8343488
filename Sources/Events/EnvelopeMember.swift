// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON

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

    /// The member that a name in a document is of; nil for one that this version does not know.
    @inline(__always)
    init?(_ name: JSONNode, in document: borrowing JSONDocument) {
        guard let count = document.range(of: name)?.count else { return nil }
        let member: EnvelopeMember?
        switch count {
        case 2: member = document.equals(name, "id") ? .id : nil
        case 4:
            member =
                document.equals(name, "data")
                ? .data : document.equals(name, "time") ? .time : document.equals(name, "type") ? .type : nil
        case 6: member = document.equals(name, "source") ? .source : nil
        case 7: member = document.equals(name, "subject") ? .subject : nil
        case 11:
            member =
                document.equals(name, "specversion")
                ? .specversion : document.equals(name, "data_base64") ? .dataBase64 : nil
        case 12: member = document.equals(name, "recordedtime") ? .recordedtime : nil
        case 15: member = document.equals(name, "datacontenttype") ? .datacontenttype : nil
        default: member = nil
        }
        guard let member else { return nil }
        self = member
    }
}
