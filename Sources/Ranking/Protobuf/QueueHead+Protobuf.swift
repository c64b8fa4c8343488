// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import SwiftProtobuf

extension QueueHead {
    /// The key that it is written under.
    public var key: CandidateKey { .head(queue: queue, partition: partition) }

    /// The bytes of the record's value; the same for the same head.
    public func encoded() -> [UInt8] {
        var message = WireQueueHead()
        message.queue = queue
        message.partition = UInt32(clamping: partition)
        message.send = UInt64(clamping: send)
        message.model = model
        message.foldOffset = foldOffset
        message.asOf = asOf.milliseconds
        message.lists = lists.map(\.text)
        return message.bytes
    }

    /// The head in the bytes of a record's value.
    ///
    /// - Throws: `CandidateError` where the bytes are no such message or hold what cannot be; fields of later
    ///   versions are ignored.
    public init(encoded bytes: [UInt8]) throws(CandidateError) {
        let message = try WireQueueHead(reading: bytes, as: "QueueHead")
        self.init(
            queue: message.queue,
            partition: Int(message.partition),
            send: Int64(clamping: message.send),
            model: message.model,
            foldOffset: message.foldOffset,
            asOf: Timestamp(milliseconds: message.asOf),
            lists: []
        )
        for text in message.lists {
            let list = try ListName(wire: text)
            guard list.queue == queue else {
                throw .field("lists", problem: "names '\(text)', which is not of the queue '\(queue)'")
            }
            lists.append(list)
        }
    }
}
