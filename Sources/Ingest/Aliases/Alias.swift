// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import JSON

/// A fact about names, one record of `<id>.aliases`: a key means an account.
///
/// The record's key is the key's text, its value a JSON object such as
/// `{"account":"acme.com","source":"crunchbase","recordedtime":"2026-11-20T09:00:00.000Z"}`; further members are
/// ignored, and a record without a value takes the alias back.
public struct Alias: Hashable, Sendable {
    /// The name, id or domain.
    public var key: AliasKey
    /// The account that it means; may itself be an alias by its domain.
    public var account: AccountID
    /// Who said so: the source of the mapping.
    public var source: String
    /// When it was learned.
    public var recordedTime: Timestamp

    /// The fact that `key` means `account`.
    public init(key: AliasKey, account: AccountID, source: String, recordedTime: Timestamp) {
        self.key = key
        self.account = account
        self.source = source
        self.recordedTime = recordedTime
    }

    /// Writes the record's value.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("account")
        writer.string(account.domain)
        writer.key("source")
        writer.string(source)
        writer.key("recordedtime")
        writer.string(recordedTime.description)
        writer.endObject()
    }

    /// The source of the events that retire accounts.
    public static let eventSource = "hotlist/aliases"

    /// The event that retires the account which this alias replaces; nil for names and ids.
    ///
    /// Whoever appends an alias of the namespace `domain` appends this event to the journal with it. Its identity
    /// depends on the two domains only, so that it may be appended again.
    public func supersededEvent(recordedTime: Timestamp) -> Event? {
        guard let old = key.supersededAccount, old != account else { return nil }
        return Event(
            id: "\(old.domain)=\(account.domain)",
            source: Self.eventSource,
            account: old,
            time: recordedTime,
            recordedTime: recordedTime,
            payload: .superseded(by: account)
        )
    }
}
