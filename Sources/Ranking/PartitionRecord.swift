// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// A journal partition's own record in `<id>.state`: where its last transaction left it.
public struct PartitionRecord: Hashable, Sendable {
    /// The record's key.
    public static let key = "#partition"

    /// The number of the transaction, increased by each.
    public var send: Int64
    /// The next journal offset to fold: no tick before a restored fold has come here.
    public var foldOffset: Int64
    /// The latest instant of a tick, below which no tick goes after a small step back of the clock.
    public var asOf: Timestamp
    /// The digest of the model.
    public var model: String
    /// The model's fold fingerprint: of whose account states the group's offset speaks.
    public var fingerprint: String
    /// The instant of the first transaction that the partition ever had.
    ///
    /// It tells one incarnation of the topic from another that has been created anew under the same name.
    public var founded: Timestamp
    /// The lists that hold candidates, in order.
    public var lists: [ListName]
    /// The queues whose heads have been sent, in byte order.
    public var queues: [String]

    /// A record of the given parts.
    public init(
        send: Int64,
        foldOffset: Int64,
        asOf: Timestamp,
        model: String,
        fingerprint: String,
        founded: Timestamp,
        lists: [ListName],
        queues: [String]
    ) {
        self.send = send
        self.foldOffset = foldOffset
        self.asOf = asOf
        self.model = model
        self.fingerprint = fingerprint
        self.founded = founded
        self.lists = lists
        self.queues = queues
    }
}
