// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON
internal import Ranking

/// A record of `<id>.changes`, as far as a check needs it.
struct PublishedChange: Hashable, Sendable {
    /// What happened.
    let kind: ListChange.Kind
    /// The list and the account.
    let key: EntryKey
    /// The list's sequence number.
    let sequence: Int64
    /// `as_of` of the list.
    let asOf: Timestamp
    /// The record's value.
    let bytes: [UInt8]

    /// The change in a record; nil if it is none that hotlist writes.
    init?(_ record: TopicRecord) {
        guard let value = record.value,
            let key = EntryKey(parsing: String(decoding: record.key, as: UTF8.self))
        else { return nil }
        var document = JSONDocument()
        guard (try? document.parse(value)) != nil else { return nil }
        func text(_ name: String) -> String? {
            document.member(document.root, name).flatMap { document.string($0) }
        }
        guard let kind = text("change").flatMap(ListChange.Kind.init(rawValue:)),
            text("list") == key.list.text, text("account") == key.account.domain,
            let sequence = document.member(document.root, "sequence").flatMap({ document.integer($0) }),
            let asOf = text("as_of").flatMap({ Timestamp(rfc3339: $0) })
        else { return nil }
        self.kind = kind
        self.key = key
        self.sequence = sequence
        self.asOf = asOf
        bytes = value
    }
}
