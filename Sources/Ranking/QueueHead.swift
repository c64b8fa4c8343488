// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// Where a journal partition stands with a queue: a record of `<id>.candidates`, written after the queue's lists.
public struct QueueHead: Hashable, Sendable {
    /// The queue's name.
    public var queue: String
    /// The journal partition.
    public var partition: Int
    /// The number of the partition's transaction that sent it.
    public var send: Int64
    /// The digest of the model.
    public var model: String
    /// The next journal offset to fold.
    public var foldOffset: Int64
    /// The instant of the scores.
    public var asOf: Timestamp
    /// The lists of the queue that hold candidates, in order; any other list is empty on this partition.
    public var lists: [ListName]

    /// A head of the given parts.
    public init(
        queue: String,
        partition: Int,
        send: Int64,
        model: String,
        foldOffset: Int64,
        asOf: Timestamp,
        lists: [ListName]
    ) {
        self.queue = queue
        self.partition = partition
        self.send = send
        self.model = model
        self.foldOffset = foldOffset
        self.asOf = asOf
        self.lists = lists
    }
}
