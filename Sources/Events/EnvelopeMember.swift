// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The members of the envelope that have a meaning of their own.
enum EnvelopeMember {
    case specversion, id, source, type, subject, time, recordedtime, datacontenttype, data, dataBase64

    /// The member of this name; nil for one that this version does not know.
    @inline(__always)
    init?(_ name: Span<UInt8>) {
        let member: EnvelopeMember?
        switch name.count {
        case 2: member = ASCII.same(name, "id") ? .id : nil
        case 4:
            member =
                ASCII.same(name, "data")
                ? .data : ASCII.same(name, "time") ? .time : ASCII.same(name, "type") ? .type : nil
        case 6: member = ASCII.same(name, "source") ? .source : nil
        case 7: member = ASCII.same(name, "subject") ? .subject : nil
        case 11:
            member =
                ASCII.same(name, "specversion")
                ? .specversion : ASCII.same(name, "data_base64") ? .dataBase64 : nil
        case 12: member = ASCII.same(name, "recordedtime") ? .recordedtime : nil
        case 15: member = ASCII.same(name, "datacontenttype") ? .datacontenttype : nil
        default: member = nil
        }
        guard let member else { return nil }
        self = member
    }
}
