// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import KafkaClient
import Pipeline

/// What a stage's clients are configured with: the user's librdkafka properties, and those that hotlist owns.
public struct KafkaTransportConfiguration: Sendable {
    /// Properties of consumers.
    public var consumer: [String: String]
    /// Properties of producers.
    public var producer: [String: String]
    /// Properties of the client that only asks.
    public var administrator: [String: String]
    /// The process's name, from which `transactional.id` and `group.instance.id` are made; stays over restarts.
    public var instance: String
    /// Whether the members of the groups are static: a restart keeps their partitions.
    public var isStaticMember: Bool
    /// `transaction.timeout.ms`.
    public var transactionTimeout: Int64
    /// Bytes of memory that the process may use, from which follows how far its clients read ahead.
    public var memory: Int64

    /// A configuration of the given parts.
    public init(
        consumer: [String: String],
        producer: [String: String],
        administrator: [String: String],
        instance: String,
        isStaticMember: Bool = false,
        transactionTimeout: Int64 = 15_000,
        memory: Int64
    ) {
        self.consumer = consumer
        self.producer = producer
        self.administrator = administrator
        self.instance = instance
        self.isStaticMember = isStaticMember
        self.transactionTimeout = transactionTimeout
        self.memory = memory
    }

    /// The group member of a stage.
    func member(of stage: StageName, _ names: TopicNames) -> KafkaConfiguration {
        var owned = reading(committed: true)
        owned["group.id"] = names.group(of: stage)
        if isStaticMember { owned["group.instance.id"] = "\(instance)-\(stage.rawValue)" }
        owned["partition.assignment.strategy"] = "range"
        return client(readAhead.merging(consumer) { $1 }, owned)
    }

    private var buffers: BufferSizes { BufferSizes(memory: memory) }

    private var readAhead: [String: String] { buffers.consumer(largest: Self.largest(consumer)) }

    /// The largest record that the properties allow, with the library's default.
    private static func largest(_ properties: [String: String]) -> Int64 {
        properties["message.max.bytes"].flatMap { Int64($0) } ?? 1_000_000
    }

    /// A reader without a group, of committed records or of all.
    public func reader(committed: Bool) -> KafkaConfiguration {
        let defaults = readAhead.merging(Self.readerDefaults) { $1 }
        return client(defaults.merging(consumer) { $1 }, reading(committed: committed))
    }

    private func reading(committed: Bool) -> [String: String] {
        [
            "isolation.level": committed ? "read_committed" : "read_uncommitted",
            "enable.auto.commit": "false",
            "enable.auto.offset.store": "false",
            "enable.partition.eof": "true",
            // Expired offsets are an error that people decide about; a reset would count everything twice or not at
            // all, and a reader that went on at the end would take a part of the state for the whole.
            "auto.offset.reset": "error",
        ]
    }

    /// The transactional producer of a stage.
    func producer(of stage: StageName, _ names: TopicNames) -> KafkaConfiguration {
        client(
            buffers.producer(largest: Self.largest(producer)).merging(Self.producerDefaults) { $1 }
                .merging(Self.packing(of: stage)) { $1 }.merging(producer) { $1 },
            [
                "transactional.id": "\(names.applicationID).\(stage.rawValue).\(instance)",
                "transaction.timeout.ms": String(transactionTimeout),
                "enable.idempotence": "true",
            ]
        )
    }

    /// A client that only asks and administers.
    public var asking: KafkaConfiguration {
        client(administrator, [:])
    }

    private func client(_ specific: [String: String], _ owned: [String: String]) -> KafkaConfiguration {
        KafkaConfiguration(Self.defaults).merging(specific).merging(owned)
    }

    /// Defaults of ours that users may change.
    private static let defaults = ["client.id": "hotlist"]

    /// Further ones of producers.
    ///
    /// A broker refuses the offsets of a transaction that follows at once, until the one before has come to its end
    /// everywhere, which takes milliseconds; the library asks again only after its 100 ms.
    ///
    /// What a transaction sends goes when a request is full, and the rest at its end, which waits for nothing. Once records
    /// are older than the library's 5 ms and an earlier request of their partition is under way, its thread asks without
    /// pause whether that has been answered, which takes a core from brokers on the same machine; so they may be older.
    private static let producerDefaults = ["retry.backoff.ms": "5", "linger.ms": "200"]

    /// Further ones of producers of what hotlist itself reads again.
    ///
    /// Events and candidates repeat themselves: sending, keeping and reading all their bytes costs processes and brokers
    /// more than packing and unpacking them. Properties are set in the order of their names, and this one of two names
    /// comes before the other, `compression.type`: whichever of them stands in a file counts instead of this.
    ///
    /// What is packed and unpacked in one piece should stay in a core's cache; the library's is a megabyte.
    private static let packing = ["compression.codec": "lz4", "batch.size": "300000"]

    /// How a stage's records are packed.
    ///
    /// A program that reads the queues need not know lz4: some languages' clients do not without a further library. Dead
    /// letters are `ingest`'s, and packed with its events.
    private static func packing(of stage: StageName) -> [String: String] {
        stage == .merge ? [:] : packing
    }

    /// Further ones of readers, which restore.
    ///
    /// A broker answers for the end of a partition only after this wait, and what a reader is to read in addition has
    /// to wait for the answer that is outstanding. With the library's 500 ms a start waited four times as long.
    private static let readerDefaults = ["fetch.wait.max.ms": "50"]
}
