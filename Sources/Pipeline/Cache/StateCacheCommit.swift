// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// Up to where a cache holds the committed state of its partition.
public struct StateCacheCommit: Hashable, Sendable {
    /// The offset of `<id>.state` from which on the topic has to be read.
    public var stateOffset: Int64
    /// The number of the partition's last transaction that the cache holds.
    public var send: Int64
    /// When the topic was known up to `stateOffset`, by the writer's clock.
    ///
    /// Brokers remove tombstones some time after they compact (`delete.retention.ms`): what was deleted behind
    /// `stateOffset` longer ago than that would come to life again out of a cache. Whoever reads one has to refuse it
    /// when it is not clearly younger.
    public var at: Timestamp

    /// The highest journal offset that anything in the cache is folded to; −1 for none.
    ///
    /// Accounts say so themselves but for those that were erased, which may be further than what is stored.
    public var furthest: Int64

    /// A commit of the given parts.
    public init(stateOffset: Int64, send: Int64, at: Timestamp, furthest: Int64 = -1) {
        self.stateOffset = stateOffset
        self.send = send
        self.at = at
        self.furthest = furthest
    }

    /// Appends the frame's payload.
    func encode(into bytes: inout [UInt8]) {
        bytes.append(word: UInt64(bitPattern: stateOffset))
        bytes.append(word: UInt64(bitPattern: send))
        bytes.append(word: UInt64(bitPattern: at.milliseconds))
        bytes.append(word: UInt64(bitPattern: furthest))
    }

    /// The commit in a frame's payload.
    init?(_ payload: borrowing Span<UInt8>) {
        guard payload.count == 32 else { return nil }
        self.init(
            stateOffset: Int64(bitPattern: payload.word(at: 0)),
            send: Int64(bitPattern: payload.word(at: 8)),
            at: Timestamp(milliseconds: Int64(bitPattern: payload.word(at: 16))),
            furthest: Int64(bitPattern: payload.word(at: 24))
        )
    }
}
