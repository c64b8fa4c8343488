// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A canonical event as somebody sent it: the account is not resolved and the times are not clamped yet.
public struct ReceivedEvent: Hashable, Sendable {
    /// The sender's identifier, unique within `source`.
    public var id: String
    /// Who sent it.
    public var source: String
    /// The account as the sender named it: a domain, a URL, an e-mail address, a name or an id of another system.
    public var subject: String?
    /// When it happened.
    public var time: ReceivedTime?
    /// When it was recorded, if it has been through `ingest` before.
    public var recordedTime: Timestamp?
    /// What happened; the account of `superseded` is as the sender named it, too.
    public var payload: Payload
    /// Members of the envelope that this version does not know.
    public var extensions: [UnknownMember]
    /// Members of `data` that this version does not know.
    public var dataExtensions: [UnknownMember]

    /// An event as it was received.
    public init(
        id: String,
        source: String,
        subject: String? = nil,
        time: ReceivedTime? = nil,
        recordedTime: Timestamp? = nil,
        payload: Payload,
        extensions: [UnknownMember] = [],
        dataExtensions: [UnknownMember] = []
    ) {
        self.id = id
        self.source = source
        self.subject = subject
        self.time = time
        self.recordedTime = recordedTime
        self.payload = payload
        self.extensions = extensions
        self.dataExtensions = dataExtensions
    }

    /// The event with its account and its two times; `Event.validate` has still to be asked.
    public func event(account: AccountID, time: Timestamp, recordedTime: Timestamp) -> Event {
        Event(
            id: id,
            source: source,
            account: account,
            time: time,
            recordedTime: recordedTime,
            payload: payload,
            extensions: extensions,
            dataExtensions: dataExtensions
        )
    }
}
