// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A canonical event: one record of the journal (CloudEvents 1.0, keyed by account).
///
/// `source` and `id` together identify an event: what arrives again under the same pair is the same event.
public struct Event: Hashable, Sendable {
    /// The sender's identifier, unique within `source`.
    public var id: String
    /// Who sent it, such as `crunchbase/funding-rounds`.
    public var source: String
    /// The account it is about (CloudEvents `subject`), which is also the record's key.
    public var account: AccountID
    /// When it happened.
    public var time: Timestamp
    /// When `ingest` accepted it (CloudEvents extension `recordedtime`).
    public var recordedTime: Timestamp
    /// What happened.
    public var payload: Payload
    /// Members of the envelope that this version does not know, kept in their order.
    public var extensions: [UnknownMember]
    /// Members of `data` that this version does not know, kept in their order.
    public var dataExtensions: [UnknownMember]

    /// An event of the given identity, times and payload.
    public init(
        id: String,
        source: String,
        account: AccountID,
        time: Timestamp,
        recordedTime: Timestamp,
        payload: Payload,
        extensions: [UnknownMember] = [],
        dataExtensions: [UnknownMember] = []
    ) {
        self.id = id
        self.source = source
        self.account = account
        self.time = time
        self.recordedTime = recordedTime
        self.payload = payload
        self.extensions = extensions
        self.dataExtensions = dataExtensions
    }
}
