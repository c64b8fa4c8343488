// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// The best accounts of one list on one journal partition: a record of `<id>.candidates`.
public struct CandidateList: Hashable, Sendable {
    /// The list.
    public var list: ListName
    /// The journal partition.
    public var partition: Int
    /// The number of the partition's transaction that sent it; a lower one than seen is out of date.
    public var send: Int64
    /// The digest of the model.
    public var model: String
    /// The next journal offset to fold: the list knows the records before it.
    public var foldOffset: Int64
    /// The instant of the scores.
    public var asOf: Timestamp
    /// The accounts in ranking order, at most twice the queue's size.
    public var candidates: [Candidate]

    /// A list of the given parts.
    public init(
        list: ListName,
        partition: Int,
        send: Int64,
        model: String,
        foldOffset: Int64,
        asOf: Timestamp,
        candidates: [Candidate]
    ) {
        self.list = list
        self.partition = partition
        self.send = send
        self.model = model
        self.foldOffset = foldOffset
        self.asOf = asOf
        self.candidates = candidates
    }
}
