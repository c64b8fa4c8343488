// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// What became of one record.
public struct DeliveryReport: Sendable {
    /// Whether the record is in the log.
    public enum Persistence: Sendable, Hashable {
        /// It is not, and will not be.
        case notPersisted
        /// It may be: the broker's answer is missing.
        case possiblyPersisted
        /// It is.
        case persisted
    }

    /// The token given to ``KafkaProducer/produce(topic:partition:key:value:headers:timestamp:token:)``.
    public let token: UInt
    /// The topic's name.
    public let topic: String
    /// The partition the record went to, below 0 if none was chosen.
    public let partition: Int32
    /// The record's offset, nil if it is not known.
    public let offset: Int64?
    /// Whether the record is in the log.
    public let persistence: Persistence
    /// Why the record was not delivered, nil if it was.
    public let error: KafkaError?

    init(_ pointer: UnsafePointer<rd_kafka_message_t>, topic: String) {
        let message = unsafe pointer.pointee
        token = unsafe UInt(bitPattern: message._private)
        self.topic = topic
        partition = unsafe message.partition
        offset = unsafe message.offset >= 0 ? message.offset : nil
        switch unsafe rd_kafka_message_status(pointer) {
        case RD_KAFKA_MSG_STATUS_PERSISTED: persistence = .persisted
        case RD_KAFKA_MSG_STATUS_POSSIBLY_PERSISTED: persistence = .possiblyPersisted
        default: persistence = .notPersisted
        }
        let code = unsafe KafkaErrorCode(message.err)
        error = code == .none ? nil : KafkaError(code: code, operation: "produce")
    }
}
