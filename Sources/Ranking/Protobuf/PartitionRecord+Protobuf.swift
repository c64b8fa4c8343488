// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import SwiftProtobuf

extension PartitionRecord {
    /// The bytes of the record's value; the same for the same record.
    public func encoded() -> [UInt8] {
        var message = WirePartitionRecord()
        message.send = UInt64(clamping: send)
        message.foldOffset = foldOffset
        message.asOf = asOf.milliseconds
        message.model = model
        message.fingerprint = fingerprint
        message.founded = founded.milliseconds
        message.lists = lists.map(\.text)
        message.queues = queues
        return message.bytes
    }

    /// The record in the bytes of a value.
    ///
    /// - Throws: `CandidateError` where the bytes are no such message or hold what cannot be; fields of later
    ///   versions are ignored.
    public init(encoded bytes: [UInt8]) throws(CandidateError) {
        let message = try WirePartitionRecord(reading: bytes, as: "PartitionRecord")
        self.init(
            send: Int64(clamping: message.send),
            foldOffset: message.foldOffset,
            asOf: Timestamp(milliseconds: message.asOf),
            model: message.model,
            fingerprint: message.fingerprint,
            founded: Timestamp(milliseconds: message.founded),
            lists: [],
            queues: message.queues
        )
        for text in message.lists {
            lists.append(try ListName(wire: text))
        }
    }
}
