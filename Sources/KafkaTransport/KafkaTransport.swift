// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
import KafkaClient
public import Logging
public import Pipeline

/// Pipeline's; KafkaClient has one of its own, since it can be used alone.
public typealias TopicPartition = Pipeline.TopicPartition

/// A stage's clients on a real Kafka: a group member, a transactional producer, a reader, and one that asks.
///
/// - Important: One thread owns it, and its calls block.
public struct KafkaTransport: StageTransport, ~Copyable {
    /// How long one question to the cluster may take before it counts as retriable; else librdkafka 2.0.2 waits until
    /// brokers are back.
    static let patience = Duration.seconds(5)
    /// How many records of one partition the producer is handed at once.
    private static let recordsAtOnce = 1_024

    private let stage: StageName
    private let names: TopicNames
    private let configuration: KafkaTransportConfiguration
    private let logger: Logger

    private let member: GroupMember
    private let producer: StageProducer
    private var reader: KafkaConsumer?
    /// The topics whose leaders the reader knows.
    private var readerTopics: Set<String> = []
    /// Sees open transactions, so that it is told the high watermark and not the last stable offset.
    private let observer: KafkaConsumer
    private let administrator: KafkaAdmin
    /// A rebalance that came behind records, for the next poll.
    private var waiting: [KafkaConsumerEvent] = []

    /// Ends a wait of `poll` from any thread.
    public var wakeUp: @Sendable () -> Void {
        let wakeUp = member.wakeUp
        return { wakeUp.wake() }
    }

    /// Makes the clients, which connect in the background.
    ///
    /// - Throws: the property at fault.
    public init(
        stage: StageName,
        names: TopicNames,
        configuration: KafkaTransportConfiguration,
        logger: Logger
    ) throws {
        let member = try KafkaConsumer(configuration.member(of: stage, names), logger: logger)
        let producer = try TransactionalProducer(configuration.producer(of: stage, names), logger: logger)
        let observer = try KafkaConsumer(configuration.reader(committed: false), logger: logger)
        let administrator = try KafkaAdmin(configuration.asking, logger: logger)
        self.stage = stage
        self.names = names
        self.configuration = configuration
        self.logger = logger
        self.member = GroupMember(member, readsHeaders: stage.readsHeaders)
        self.producer = StageProducer(
            producer,
            group: names.group(of: stage),
            wakeUp: self.member.wakeUp
        )
        self.observer = observer
        self.administrator = administrator
    }

    /// Registers the producer and ends what an earlier process of the same name left open.
    public mutating func initializeTransactions() throws(TransportFailure) {
        try producer.call { (producer) throws(TransactionFailure) in
            try producer.initTransactions(timeout: Self.patience)
        }
    }

    /// Destroys the producer and registers a new one.
    public mutating func replaceProducer() throws(TransportFailure) {
        do {
            try producer.replace { [configuration, stage, names, logger] in
                try TransactionalProducer(configuration.producer(of: stage, names), logger: logger)
            }
        } catch {
            throw .fatal("\(error)")
        }
        try initializeTransactions()
    }

    /// Joins the consumer group.
    public mutating func subscribe(to topics: [String]) throws(TransportFailure) {
        try member.ask { (member) throws(KafkaError) in try member.subscribe(to: topics) }
    }

    /// Waits for a rebalance or for records.
    public mutating func poll(
        into batch: inout RecordBatch,
        ends: inout [TopicPartition: Int64],
        timeout: Int64
    ) throws(TransportFailure) -> TransportEvent {
        if waiting.isEmpty { waiting = try member.poll(into: &batch, timeout: timeout) }
        while let event = waiting.first {
            switch event {
            case .assign, .revoke, .revokeLost, .error:
                // Records that came before have to be worked on before.
                guard batch.isEmpty else { return .none }
                waiting.removeFirst()
                if let change = try change(event) { return change }
            case .endOfPartition(let partition, let offset):
                waiting.removeFirst()
                ends[TopicPartition(partition)] = offset
            case .committed, .statistics:
                waiting.removeFirst()
            }
        }
        return .none
    }

    private mutating func change(_ event: KafkaConsumerEvent) throws(TransportFailure) -> TransportEvent? {
        switch event {
        case .assign(let partitions):
            producer.setMembership(member.takeMembership())
            return .assigned(partitions.map(TopicPartition.init))
        case .revoke(let partitions):
            return .revoked(partitions.map(TopicPartition.init))
        case .revokeLost(let partitions):
            return .lost(partitions.map(TopicPartition.init))
        case .error(let error, let partition):
            throw Self.failure(error, partition)
        case .endOfPartition, .committed, .statistics:
            return nil
        }
    }

    private static func failure(_ error: KafkaError, _ partition: KafkaClient.TopicPartition?)
        -> TransportFailure
    {
        let place = partition.map { "\($0): " } ?? ""
        switch error.code {
        case .autoOffsetReset:
            return .fatal(
                "\(place)\(error); records were deleted before they were read, or the topic was made again"
            )
        case .fencedInstanceID:
            return .fatal("\(error); another process uses the same instance name")
        default:
            return error.isFatal ? .fatal("\(place)\(error)") : .retriable("\(place)\(error)")
        }
    }

    /// Starts reading at these offsets.
    public mutating func assign(_ offsets: [TopicPartition: Int64]) throws(TransportFailure) {
        try member.assign(offsets)
    }

    /// Gives the partitions back.
    public mutating func unassign() throws(TransportFailure) {
        producer.setMembership(nil)
        try member.unassign()
    }

    /// Stops or resumes reading.
    public mutating func setPaused(
        _ isPaused: Bool,
        _ partitions: [TopicPartition]
    ) throws(TransportFailure) {
        let partitions = partitions.map(KafkaClient.TopicPartition.init)
        guard !partitions.isEmpty else { return }
        try member.ask { (member) throws(KafkaError) in
            if isPaused { try member.pause(partitions) } else { try member.resume(partitions) }
        }
    }

    /// Goes on reading elsewhere.
    public mutating func seek(to offsets: [TopicPartition: Int64]) throws(TransportFailure) {
        guard !offsets.isEmpty else { return }
        try member.seek(to: offsets, timeout: Self.patience)
    }

    /// The group's offsets, once no transaction can change them.
    public mutating func committedOffsets(
        of partitions: [TopicPartition]
    ) throws(TransportFailure) -> [TopicPartition: Int64] {
        let asked = partitions.map(KafkaClient.TopicPartition.init)
        guard !asked.isEmpty else { return [:] }
        let found = try member.ask { (member) throws(KafkaError) in
            try member.committed(asked, timeout: Self.patience)
        }
        return found.translated
    }

    /// The first offset and the high watermark.
    public mutating func watermarks(
        of partitions: [TopicPartition]
    ) throws(TransportFailure) -> [TopicPartition: Range<Int64>] {
        let observer = observer
        let asked = partitions.map(KafkaClient.TopicPartition.init)
        let found = try ask { () throws(KafkaError) in
            try observer.queryWatermarks(of: asked, timeout: Self.patience)
        }
        return Dictionary(found.map { (TopicPartition($0.key), $0.value) }, uniquingKeysWith: { $1 })
    }

    /// The first offset no older than a moment.
    public mutating func offsets(
        of partitions: [TopicPartition],
        at time: Timestamp
    ) throws(TransportFailure) -> [TopicPartition: Int64] {
        let observer = observer
        let times = [KafkaClient.TopicPartition: Int64](
            partitions.map { (KafkaClient.TopicPartition($0), time.milliseconds) },
            uniquingKeysWith: { $1 }
        )
        return try ask { () throws(KafkaError) in
            try observer.offsets(forTimes: times, timeout: Self.patience)
        }.translated
    }

    /// How many partitions a topic has.
    public mutating func partitionCount(of topic: String) throws(TransportFailure) -> Int32 {
        let administrator = administrator
        let metadata = try ask { () throws(KafkaError) in try administrator.metadata(timeout: Self.patience) }
        return metadata.topic(topic)?.partitionCount ?? 0
    }

    /// Reads these partitions with the reader.
    public mutating func setReader(_ offsets: [TopicPartition: Int64]) throws(TransportFailure) {
        if offsets.isEmpty {
            // Most stages read only while they restore; a client that waits for the next time costs memory.
            try? reader?.close(timeout: .seconds(1))
            reader = nil
            readerTopics = []
            return
        }
        if reader == nil {
            do {
                reader = try KafkaConsumer(configuration.reader(committed: true), logger: logger)
            } catch {
                throw .fatal("\(error)")
            }
        }
        guard let reader else { return }
        let news = Set(offsets.keys.map(\.topic)).subtracting(readerTopics).sorted()
        try ask { () throws(KafkaError) in try reader.findLeaders(of: news, timeout: Self.patience) }
        readerTopics.formUnion(news)
        try ask { () throws(KafkaError) in try reader.assign(offsets.starts) }
    }

    /// Reads on.
    public mutating func read(
        into batch: inout RecordBatch,
        ends: inout [TopicPartition: Int64],
        timeout: Int64
    ) throws(TransportFailure) {
        guard let reader else { return }
        for event in try reader.read(into: &batch, headers: false, timeout: timeout) {
            switch event {
            case .endOfPartition(let partition, let offset):
                ends[TopicPartition(partition)] = offset
            case .error(let error, let partition):
                let failure = Self.failure(error, partition)
                if case .fatal = failure { throw failure }
                logger.warning("reading goes on after an error", metadata: ["error": "\(error)"])
            default:
                break
            }
        }
    }

    /// Begins a transaction.
    public mutating func beginTransaction() throws(TransportFailure) {
        try producer.call { (producer) throws(TransactionFailure) in try producer.begin() }
    }

    /// Adds records, as many as the producer's queue takes.
    public mutating func produce(
        _ records: [OutgoingRecord],
        from start: Int
    ) throws(TransportFailure) -> Int {
        for index in start..<records.count {
            let record = records[index]
            let isTaken = try produce(
                record.topic,
                record.partition,
                record.key?.span,
                record.value?.span,
                record.headers
            )
            guard isTaken else { return index - start }
        }
        return records.count - start
    }

    /// Adds records of a batch, as many as the producer's queue takes.
    public mutating func produce(
        _ batch: OutgoingBatch,
        from start: Int
    ) throws(TransportFailure) -> Int {
        var index = start
        while index < batch.count {
            let count = batch.countOfPartition(from: index, limit: Self.recordsAtOnce)
            let taken =
                if count > 0 {
                    try produce(count, of: batch, from: index)
                } else {
                    try batch.withRecord(at: index) {
                        (topic, partition, key, value, headers) throws(TransportFailure) in
                        try produce(topic, partition, key, value, headers) ? 1 : 0
                    }
                }
            index += taken
            guard taken == max(count, 1) else { break }
        }
        return index - start
    }

    /// How many of `count` records of one partition, from the one at `start` on, the producer's queue took; if not all,
    /// some time has been given to it.
    private func produce(
        _ count: Int,
        of batch: OutgoingBatch,
        from start: Int
    ) throws(TransportFailure) -> Int {
        let records = (start..<start + count).map { index in
            let (key, value) = batch.ranges(at: index)
            return ProducerRecord(key: key, value: value)
        }
        let partition = batch.partition(at: start)
        let taken = try producer.call(at: "\(partition): ") { (producer) throws(TransactionFailure) in
            try producer.produce(
                records.span,
                in: batch.bytes.span,
                topic: partition.topic,
                partition: partition.partition
            )
        }
        if taken < count { producer.giveTime() }
        return taken
    }

    /// Whether the producer's queue took the record; if not, some time has been given to it.
    private func produce(
        _ topic: String,
        _ partition: Int32,
        _ key: Span<UInt8>?,
        _ value: Span<UInt8>?,
        _ headers: [RecordHeader]
    ) throws(TransportFailure) -> Bool {
        let outcome = try producer.call(at: "\(topic)[\(partition)]: ") {
            (producer) throws(TransactionFailure) in
            try producer.produce(
                topic: topic,
                partition: partition,
                key: key,
                value: value,
                headers: headers.isEmpty ? [] : headers.map { KafkaHeader(name: $0.name, value: $0.value) }
            )
        }
        if outcome == .queueFull { producer.giveTime() }
        return outcome != .queueFull
    }

    /// Begins to commit, on another thread.
    public mutating func beginCommit(adding offsets: [TopicPartition: Int64]?) {
        producer.beginCommit(adding: offsets)
    }

    /// What has become of the commit.
    public mutating func commitOutcome(waits: Bool) -> CommitOutcome? {
        producer.commitOutcome(waits: waits)
    }

    /// Aborts.
    ///
    /// librdkafka may ask the coordinator to abort before it has told it of the transaction's first partition (issue 4849
    /// of librdkafka). The coordinator refuses, and librdkafka gives up the producer; but nothing is wrong beyond that, and
    /// the next one ends what there is.
    public mutating func abortTransaction() throws(TransportFailure) {
        try producer.call { (producer) throws(TransactionFailure) in
            do throws(TransactionFailure) {
                try producer.abort(timeout: Self.patience)
            } catch {
                throw error.error.code == .invalidTransactionState ? .abortable(error.error) : error
            }
        }
    }

    /// Leaves the group and closes the clients; what cannot be closed in time ends with the process.
    public mutating func close() {
        do {
            try producer.close(timeout: .seconds(2))
            try member.close(timeout: .seconds(2))
            try reader?.close(timeout: .seconds(1))
            try observer.close(timeout: .seconds(1))
            try administrator.close(timeout: .seconds(1))
        } catch {
            logger.warning("a Kafka client did not close in time", metadata: ["error": "\(error)"])
        }
    }

    private func ask<Answer>(
        _ call: () throws(KafkaError) -> Answer
    ) throws(TransportFailure) -> Answer {
        do {
            return try call()
        } catch {
            throw TransportFailure(error)
        }
    }
}
