// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Foundation

/// A small part of librdkafka's statistics, every field optional because versions differ.
///
/// librdkafka's STATISTICS.md is the reference. Counters count from the client's start.
public struct KafkaStatistics: Sendable, Hashable {
    /// One broker as the client sees it.
    public struct Broker: Sendable, Hashable {
        /// The broker's name: host, port and number.
        public let name: String
        /// The broker's number, below 0 for one known only from `bootstrap.servers`.
        public let nodeID: Int64?
        /// The connection's state, `UP` when it can be used.
        public let state: String?
        /// Requests that wait to be sent.
        public let queuedRequests: Int64?
        /// Requests that wait for their response.
        public let requestsInFlight: Int64?
        /// Mean round trip of a request in the interval, microseconds.
        public let meanRoundTrip: Int64?
        /// Requests that timed out.
        public let requestTimeouts: Int64?
    }

    /// One partition as the client sees it.
    public struct Partition: Sendable, Hashable {
        /// The partition.
        public let partition: TopicPartition
        /// Records between the committed offset and the end, nil where that is not known.
        public let consumerLag: Int64?
        /// The end of the partition.
        public let highWatermark: Int64?
        /// The last stable offset of the partition.
        public let lastStableOffset: Int64?
        /// The offset last committed by the group.
        public let committedOffset: Int64?
        /// The offset after the last record handed to the application.
        public let position: Int64?
        /// Records fetched ahead.
        public let fetchedMessages: Int64?
        /// Bytes fetched ahead.
        public let fetchedBytes: Int64?
        /// Records that wait to be sent.
        public let queuedMessages: Int64?
    }

    /// The client's name within the process.
    public let clientName: String?
    /// Records in the producer's queue.
    public let queuedMessages: Int64?
    /// Bytes in the producer's queue.
    public let queuedBytes: Int64?
    /// Events that wait to be polled.
    public let queuedEvents: Int64?
    /// Bytes sent to brokers.
    public let transmittedBytes: Int64?
    /// Bytes received from brokers.
    public let receivedBytes: Int64?
    /// Records sent.
    public let transmittedMessages: Int64?
    /// Records received.
    public let receivedMessages: Int64?
    /// Rebalances of the group.
    public let rebalances: Int64?
    /// Partitions assigned.
    public let assignedPartitions: Int64?
    /// The brokers, by name.
    public let brokers: [Broker]
    /// The partitions, sorted; librdkafka's stand-in for records without a partition is left out.
    public let partitions: [Partition]

    /// Reads a statistics document, nil if it is none.
    public init?(json: String) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(json.utf8)) else {
            return nil
        }
        clientName = document.name
        queuedMessages = document.msg_cnt
        queuedBytes = document.msg_size
        queuedEvents = document.replyq
        transmittedBytes = document.tx_bytes
        receivedBytes = document.rx_bytes
        transmittedMessages = document.txmsgs
        receivedMessages = document.rxmsgs
        rebalances = document.cgrp?.rebalance_cnt
        assignedPartitions = document.cgrp?.assignment_size
        brokers = (document.brokers ?? [:]).map { Broker(name: $0.key, $0.value) }.sorted {
            $0.name < $1.name
        }
        let topics = document.topics ?? [:]
        partitions = topics.flatMap { topic, content in
            (content.partitions ?? [:]).values.compactMap { Partition(topic: topic, $0) }
        }.sorted { $0.partition < $1.partition }
    }
}

/// librdkafka's names, as far as they are read.
private struct Document: Decodable {
    struct Broker: Decodable {
        struct Window: Decodable {
            let avg: Int64?
        }

        let nodeid: Int64?
        let state: String?
        let outbuf_cnt: Int64?
        let waitresp_cnt: Int64?
        let req_timeouts: Int64?
        let rtt: Window?
    }

    struct Topic: Decodable {
        let partitions: [String: Partition]?
    }

    struct Partition: Decodable {
        let partition: Int32
        let consumer_lag: Int64?
        let hi_offset: Int64?
        let ls_offset: Int64?
        let committed_offset: Int64?
        let app_offset: Int64?
        let fetchq_cnt: Int64?
        let fetchq_size: Int64?
        let msgq_cnt: Int64?
    }

    struct Group: Decodable {
        let rebalance_cnt: Int64?
        let assignment_size: Int64?
    }

    let name: String?
    let msg_cnt: Int64?
    let msg_size: Int64?
    let replyq: Int64?
    let tx_bytes: Int64?
    let rx_bytes: Int64?
    let txmsgs: Int64?
    let rxmsgs: Int64?
    let brokers: [String: Broker]?
    let topics: [String: Topic]?
    let cgrp: Group?
}

extension KafkaStatistics.Broker {
    fileprivate init(name: String, _ broker: Document.Broker) {
        self.name = name
        nodeID = broker.nodeid
        state = broker.state
        queuedRequests = broker.outbuf_cnt
        requestsInFlight = broker.waitresp_cnt
        meanRoundTrip = broker.rtt?.avg
        requestTimeouts = broker.req_timeouts
    }
}

extension KafkaStatistics.Partition {
    fileprivate init?(topic: String, _ partition: Document.Partition) {
        guard partition.partition >= 0 else { return nil }
        self.partition = TopicPartition(topic: topic, partition: partition.partition)
        consumerLag = partition.consumer_lag.flatMap { $0 >= 0 ? $0 : nil }
        highWatermark = partition.hi_offset.flatMap { $0 >= 0 ? $0 : nil }
        lastStableOffset = partition.ls_offset.flatMap { $0 >= 0 ? $0 : nil }
        committedOffset = partition.committed_offset.flatMap { $0 >= 0 ? $0 : nil }
        position = partition.app_offset.flatMap { $0 >= 0 ? $0 : nil }
        fetchedMessages = partition.fetchq_cnt
        fetchedBytes = partition.fetchq_size
        queuedMessages = partition.msgq_cnt
    }
}
