// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

extension Event {
    /// Bytes of the event's content before escapes, its short envelope apart; never less than they are.
    var textBytes: Int {
        var bytes = id.utf8.count + source.utf8.count + account.domain.utf8.count
        for member in extensions + dataExtensions { bytes += member.name.utf8.count + member.json.count }
        switch payload {
        case .signal(let signal):
            bytes +=
                signal.kind.utf8.count + (signal.person?.utf8.count ?? 0) + (signal.vendor?.utf8.count ?? 0)
            for attribute in signal.attributes {
                bytes += attribute.name.utf8.count + attribute.value.textBytes
            }
        case .account(let change):
            for assignment in change.set {
                bytes += assignment.field.utf8.count + (assignment.value?.textBytes ?? 0)
            }
            for words in change.add + change.remove {
                bytes += words.field.utf8.count + AttributeValue.strings(words.words).textBytes
            }
        case .retract(let retraction):
            bytes += retraction.source.utf8.count + retraction.id.utf8.count
        case .disposition(let disposition):
            bytes += (disposition.queue?.utf8.count ?? 0) + (disposition.by?.utf8.count ?? 0)
        case .superseded(let account):
            bytes += account.domain.utf8.count
        case .erase:
            break
        case .unknown(let type, let data):
            bytes += type.utf8.count + (data?.count ?? 0)
        }
        return bytes
    }
}

extension AttributeValue {
    /// Bytes of text in the value; a number or truth value counts as 24.
    var textBytes: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .number, .boolean: 24
        case .strings(let words): words.reduce(0) { $0 + $1.utf8.count + 3 }
        }
    }
}
