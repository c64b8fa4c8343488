// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ingest
import JSON
import KafkaClient
import KafkaTransport
import Pipeline
import Ranking
import Scoring
import Testing

/// A deployment of its own on the test's brokers.
struct TestDeployment: Sendable {
    let brokers: TestBrokers
    let names: TopicNames
    var counts: PartitionCounts
    let model: Model
    /// Each source topic with the preset that maps it.
    var sources: [String: Preset]
    let sourcePartitions: Int32
    let policy = PublishPolicy(refreshInterval: 1_000)

    private static let personKey = PersonKey(bytes: Array("a key of at least sixteen bytes".utf8))

    /// Makes the topics on the brokers.
    init(presets: [Preset] = [.cloudEvents], partitions: Int32 = 2, brokerCount: Int32 = 1) throws {
        brokers = try TestBrokers(count: brokerCount)
        names = TopicNames(applicationID: TestBrokers.uniqueName())
        counts = PartitionCounts(journal: partitions, queues: 2, changes: 2, deadLetters: 2, aliases: 1)
        let names = names
        sources = Dictionary(
            uniqueKeysWithValues: presets.map { ("\(names.applicationID).in.\($0.rawValue)", $0) }
        )
        sourcePartitions = partitions
        model = try Self.readModel()
        var topics = [
            names.journal: counts.journal, names.state: counts.journal, names.candidates: counts.queues,
            names.queues: counts.queues, names.entries: counts.queues, names.changes: counts.changes,
            names.deadLetters: counts.deadLetters, names.aliases: counts.aliases, names.models: 1,
        ]
        for topic in sources.keys { topics[topic] = partitions }
        try brokers.createTopics(topics)
        try activate(model, sequence: 1)
    }

    /// Makes `model` the active one; its document is its digest.
    private func activate(_ model: Model, sequence: Int64) throws {
        func record(_ key: ModelKey, _ value: [UInt8]) -> TestRecord {
            TestRecord(topic: names.models, partition: 0, key: Array(key.description.utf8), value: value)
        }
        let activation = ModelActivation(
            sequence: sequence,
            model: model.digest,
            at: Timestamp(milliseconds: 1_795_132_800_000)
        )
        try brokers.append([
            record(.document(digest: model.digest), Array(model.digest.utf8)),
            record(.active, activation.encoded()),
        ])
    }

    /// Makes the deployment's model of its document.
    var reader: ModelReader {
        let model = model
        return { document in
            document == Array(model.digest.utf8)
                ? .success(model) : .failure(UnreadableModel("another model"))
        }
    }

    /// The model that ships, without what makes lists depend on those before them.
    private static func readModel() throws -> Model {
        var model = try ConfigurationLoader.model(path: Self.modelPath).model
        for index in model.queues.indices { model.queues[index].hysteresis = 0 }
        return model
    }

    private static let modelPath =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        + "/config/model.yaml"

    /// The topic of the first source.
    var source: String { sources.keys.sorted().first ?? "" }

    func resolver() throws -> AccountResolver {
        AccountResolver(suffixes: try #require(PublicSuffixList.builtIn()))
    }

    func ingestor() throws -> Ingestor {
        try Ingestor(
            mappings: sources.mapValues { preset throws in try preset.mapping() },
            resolver: resolver(),
            personKey: Self.personKey
        )
    }

    func ingest(beginning: IngestSettings.Beginning? = nil) throws -> IngestStage {
        IngestStage(
            names: names,
            counts: counts,
            settings: IngestSettings(
                sources: sources.mapValues { _ in .earliest },
                beginning: beginning,
                linger: 10
            ),
            resolver: try resolver(),
            ingestor: try ingestor()
        )
    }

    func rank() -> RankStage {
        RankStage(names: names, counts: counts, settings: RankSettings(policy: policy), readModel: reader)
    }

    func merge() -> MergeStage {
        MergeStage(names: names, counts: counts, policy: policy, readModel: reader)
    }

    func transport(
        _ stage: StageName,
        instance: String,
        isStatic: Bool = false,
        producer: [String: String] = [:]
    ) throws -> KafkaTransport {
        let common = [
            "bootstrap.servers": brokers.bootstrapServers, "reconnect.backoff.max.ms": "500",
            "topic.metadata.refresh.interval.ms": "2000",
        ]
        let consumer = [
            "session.timeout.ms": "6000", "heartbeat.interval.ms": "500", "max.poll.interval.ms": "20000",
        ]
        return try KafkaTransport(
            stage: stage,
            names: names,
            configuration: KafkaTransportConfiguration(
                consumer: common.merging(consumer) { $1 },
                producer: common.merging(["linger.ms": "1"]) { $1 }.merging(producer) { $1 },
                administrator: common,
                instance: instance,
                isStaticMember: isStatic,
                transactionTimeout: 10_000,
                memory: 1 << 30
            ),
            logger: brokers.logger
        )
    }

    /// A visit at a company, as a canonical event with an id of its own.
    func visit(_ number: Int, partition: Int32 = 0) -> TestRecord {
        let time = Timestamp(milliseconds: 1_795_132_800_000 + Int64(number))
        let text =
            #"{"specversion":"1.0","id":"e\#(number)","source":"vendor","type":"hotlist.signal.v1","#
            + #""subject":"company\#(number % 17).com","time":"\#(time)","data":{"kind":"funding","#
            + #""attributes":{"round":"r\#(number)","amount_usd":1000000}}}"#
        return TestRecord(topic: source, partition: partition, key: nil, value: Array(text.utf8))
    }
}

/// What a deployment's own topics hold.
extension TestDeployment {
    /// The journal's events, partition after partition.
    func journal() throws -> [(partition: Int32, offset: Int64, event: Event)] {
        var document = JSONDocument(limits: EventCodec.journalLimits)
        return try brokers.records(of: names.journal, partitions: counts.journal).map { record in
            try document.parse(try #require(record.value))
            return (record.partition, record.offset, try EventCodec.decode(document, document.root))
        }
    }

    /// How often each event stands in the journal, by its id.
    func eventCounts() throws -> [String: Int] {
        Dictionary(try journal().map { ($0.event.id, 1) }, uniquingKeysWith: +)
    }

    /// The publications of each list, in order.
    func publications() throws -> [ListName: [PublishedList?]] {
        var found: [ListName: [PublishedList?]] = [:]
        for record in try brokers.records(of: names.queues, partitions: counts.queues) {
            let name = try #require(ListName(parsing: String(decoding: record.key ?? [], as: UTF8.self)))
            found[name, default: []].append(
                try record.value.map { value throws(PublishedRecordError) in try PublishedList(encoded: value)
                }
            )
        }
        return found
    }
}
