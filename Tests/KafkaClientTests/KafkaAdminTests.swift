// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import KafkaMockCluster
import Logging
import Testing

@TransactionTestThread @Suite(.serialized, .timeLimit(.minutes(1))) struct KafkaAdminTests {
    private func makeAdmin(_ cluster: TestCluster) throws -> KafkaAdmin {
        try KafkaAdmin(cluster.configuration(["group.id": "not used"]), logger: cluster.logger)
    }

    private func failure(reaching server: String) throws -> (error: KafkaError?, took: Duration) {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let admin = try KafkaAdmin(KafkaConfiguration(["bootstrap.servers": server]), logger: logger)
        let start = ContinuousClock.now
        let error = #expect(throws: KafkaError.self) { try admin.checkReachable(timeout: .seconds(2)) }
        let took = ContinuousClock.now - start
        try admin.close(timeout: .seconds(5))
        return (error, took)
    }

    @Test func `metadata has the brokers and the topics with their partitions`() throws {
        let cluster = try TestCluster()
        let topic = try cluster.makeTopic(partitions: 3)
        let admin = try makeAdmin(cluster)
        try admin.checkReachable(timeout: .seconds(20))
        let metadata = try admin.metadata(timeout: .seconds(20))
        #expect(!metadata.brokers.isEmpty)
        #expect(metadata.topic(topic)?.partitionCount == 3)
        #expect(metadata.topic(topic)?.replicationFactor == 1)
        #expect(metadata.topic(topic)?.error == nil)
        // Asking for what is not there does not make it.
        #expect(metadata.topic(TestCluster.uniqueName("absent")) == nil)
        try admin.close(timeout: .seconds(5))
        try admin.close(timeout: .seconds(5))
        #expect(throws: KafkaError.self) { _ = try admin.metadata(timeout: .seconds(1)) }
    }

    @Test func `a broker that does not answer is told within the time`() throws {
        let (error, took) = try failure(reaching: "127.0.0.1:1")
        #expect(error?.code == .transport)
        #expect(error?.reason.contains("127.0.0.1:1") == true)
        #expect(took < .seconds(20))
    }

    @Test func `a host name that does not resolve is told`() throws {
        let (error, _) = try failure(reaching: "no-such-host.invalid:9092")
        #expect(error?.code == .resolve)
    }

    @Test(.enabled(if: TestCluster.isEmbedded, "embedded brokers lack the request"))
    func `a request the cluster does not know fails and does not hang`() throws {
        let cluster = try TestCluster()
        let admin = try makeAdmin(cluster)
        let start = ContinuousClock.now
        #expect(throws: KafkaError.self) {
            _ = try admin.createTopics([TopicSpecification(name: "t", partitions: 1)], timeout: .seconds(3))
        }
        #expect(throws: KafkaError.self) { _ = try admin.deleteTopics(["t"], timeout: .seconds(3)) }
        #expect(throws: KafkaError.self) { _ = try admin.describeTopics(["t"], timeout: .seconds(3)) }
        #expect(throws: KafkaError.self) {
            _ = try admin.deleteRecords(
                before: [TopicPartition(topic: "t", partition: 0): 1],
                timeout: .seconds(3)
            )
        }
        #expect(ContinuousClock.now - start < .seconds(45))
        try admin.close(timeout: .seconds(5))
    }

    @Test func `a topic that cannot be described is refused before it is sent`() throws {
        let cluster = try TestCluster()
        let admin = try makeAdmin(cluster)
        for specification in [
            TopicSpecification(name: "", partitions: 1), TopicSpecification(name: "a\0b", partitions: 1),
            TopicSpecification(name: "t", partitions: 0),
        ] {
            let error = #expect(throws: KafkaError.self) {
                _ = try admin.createTopics([specification], timeout: .seconds(3))
            }
            #expect(error?.code == .invalidArgument)
        }
        try admin.close(timeout: .seconds(5))
    }

    @Test(.enabled(if: TestCluster.isReal, "embedded brokers have no administration"))
    func `a topic is made described emptied and deleted`() throws {
        let cluster = try TestCluster()
        let admin = try makeAdmin(cluster)
        let name = TestCluster.uniqueName("topic")
        let specification = TopicSpecification(
            name: name,
            partitions: 2,
            replicationFactor: 1,
            configuration: ["cleanup.policy": "compact"]
        )
        #expect(try admin.createTopics([specification], timeout: .seconds(30)) == [:])
        let again = try admin.createTopics([specification], timeout: .seconds(30))
        #expect(again[name]?.code == .topicAlreadyExists)
        let settings = try admin.describeTopics([name], timeout: .seconds(30))
        #expect(settings[name]?["cleanup.policy"]?.value == "compact")
        #expect(settings[name]?["cleanup.policy"]?.isDefault == false)
        #expect(settings[name]?["max.message.bytes"]?.isDefault == true)
        #expect(try admin.deleteTopics([name], timeout: .seconds(30)) == [:])

        let topic = try cluster.makeTopic()
        let partition = TopicPartition(topic: topic, partition: 0)
        try cluster.append(["a", "b", "c"], to: topic)
        #expect(try admin.deleteRecords(before: [partition: 2], timeout: .seconds(30)) == [partition: 2])
        #expect(try cluster.values(of: topic) == ["c"])
        try admin.close(timeout: .seconds(5))
    }
}
