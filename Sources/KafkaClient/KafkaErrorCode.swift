// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// An error code of librdkafka or of the Kafka protocol.
///
/// Negative codes are librdkafka's own, positive ones come from a broker. Codes are not an enumeration because
/// each version adds some; compare with the statics or with the name.
public struct KafkaErrorCode: RawRepresentable, Hashable, Sendable {
    /// The number librdkafka gives to the code.
    public let rawValue: Int32

    /// Makes a code of its number.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// The name without its prefix, for example `_TIMED_OUT` or `TOPIC_ALREADY_EXISTS`.
    ///
    /// Wraps `rd_kafka_err2name`.
    public var name: String {
        unsafe String(cString: rd_kafka_err2name(response))
    }

    /// librdkafka's sentence for the code.
    ///
    /// Wraps `rd_kafka_err2str`.
    public var text: String {
        unsafe String(cString: rd_kafka_err2str(response))
    }

    var response: rd_kafka_resp_err_t {
        rd_kafka_resp_err_t(rawValue: rawValue)
    }

    init(_ response: rd_kafka_resp_err_t) {
        self.init(rawValue: response.rawValue)
    }
}

extension KafkaErrorCode: CustomStringConvertible {
    /// The code's name.
    public var description: String { name }
}

extension KafkaErrorCode {
    /// The call did not finish in its time.
    public static let timedOut = KafkaErrorCode(RD_KAFKA_RESP_ERR__TIMED_OUT)
    /// The producer's local queue holds no more.
    public static let queueFull = KafkaErrorCode(RD_KAFKA_RESP_ERR__QUEUE_FULL)
    /// The client has been closed.
    public static let destroyed = KafkaErrorCode(RD_KAFKA_RESP_ERR__DESTROY)
    /// An argument was not acceptable.
    public static let invalidArgument = KafkaErrorCode(RD_KAFKA_RESP_ERR__INVALID_ARG)
    /// The call does not fit the client's state.
    public static let wrongState = KafkaErrorCode(RD_KAFKA_RESP_ERR__STATE)
    /// No broker can be reached.
    public static let allBrokersDown = KafkaErrorCode(RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
    /// A connection failed or broke.
    public static let transport = KafkaErrorCode(RD_KAFKA_RESP_ERR__TRANSPORT)
    /// A host name could not be resolved.
    public static let resolve = KafkaErrorCode(RD_KAFKA_RESP_ERR__RESOLVE)
    /// The broker did not accept the credentials.
    public static let authentication = KafkaErrorCode(RD_KAFKA_RESP_ERR__AUTHENTICATION)
    /// TLS could not be set up.
    public static let tls = KafkaErrorCode(RD_KAFKA_RESP_ERR__SSL)
    /// The topic is not known to the cluster (librdkafka).
    public static let unknownTopic = KafkaErrorCode(RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC)
    /// The partition is not known to the cluster (librdkafka).
    public static let unknownPartition = KafkaErrorCode(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION)
    /// The broker asked does not lead the partition, or does not know yet that it does.
    public static let notLeader = KafkaErrorCode(RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION)
    /// The topic or partition is not known to the cluster (broker).
    public static let unknownTopicOrPartition = KafkaErrorCode(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    /// The topic exists already.
    public static let topicAlreadyExists = KafkaErrorCode(RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
    /// There is no committed offset.
    public static let noOffset = KafkaErrorCode(RD_KAFKA_RESP_ERR__NO_OFFSET)
    /// An offset is out of range and `auto.offset.reset=error` forbids to choose another.
    public static let autoOffsetReset = KafkaErrorCode(RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
    /// The application did not poll within `max.poll.interval.ms` and has left the group.
    public static let maxPollExceeded = KafkaErrorCode(RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED)
    /// A newer instance has taken over (librdkafka).
    public static let fenced = KafkaErrorCode(RD_KAFKA_RESP_ERR__FENCED)
    /// The producer's epoch is too old: a newer instance has taken over (broker).
    public static let invalidProducerEpoch = KafkaErrorCode(RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH)
    /// A producer with the same `transactional.id` has taken over (broker).
    public static let producerFenced = KafkaErrorCode(RD_KAFKA_RESP_ERR_PRODUCER_FENCED)
    /// The transaction is in a state in which the coordinator cannot do what was asked of it (broker).
    public static let invalidTransactionState = KafkaErrorCode(RD_KAFKA_RESP_ERR_INVALID_TXN_STATE)
    /// A consumer with the same `group.instance.id` has taken over (broker).
    public static let fencedInstanceID = KafkaErrorCode(RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID)
    /// The group has moved to a newer generation.
    public static let illegalGeneration = KafkaErrorCode(RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION)
    /// The group is distributing its partitions anew.
    public static let rebalanceInProgress = KafkaErrorCode(RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS)
    /// The group does not know this member.
    public static let unknownMemberID = KafkaErrorCode(RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID)

    static let none = KafkaErrorCode(RD_KAFKA_RESP_ERR_NO_ERROR)
    static let endOfPartition = KafkaErrorCode(RD_KAFKA_RESP_ERR__PARTITION_EOF)
    static let assignPartitions = KafkaErrorCode(RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS)
    static let revokePartitions = KafkaErrorCode(RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS)
    static let fatal = KafkaErrorCode(RD_KAFKA_RESP_ERR__FATAL)
}
