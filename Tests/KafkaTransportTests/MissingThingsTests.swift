// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import KafkaClient
import KafkaMockCluster
import KafkaTransport
import Pipeline
import Testing

/// What is said about topics, partitions and offsets that are not there.
@Suite(.timeLimit(.minutes(2))) struct MissingThingsTests {
    @Test func `a committed offset behind the end of its topic refuses the start`() async throws {
        try await onThread {
            let deployment = try TestDeployment(partitions: 1)
            try deployment.brokers.append([deployment.visit(0)])
            let other = try KafkaConsumer(
                deployment.brokers.configuration(["group.id": deployment.names.group(of: .ingest)]),
                logger: deployment.brokers.logger
            )
            let partition = KafkaClient.TopicPartition(topic: deployment.source, partition: 0)
            try untilItSucceeds { try other.commit([partition: 7], timeout: .seconds(20)) }
            try other.close(timeout: .seconds(5))
            let ingest = try deployment.steppedIngest(beginning: nil)
            let exit = #expect(throws: StageExit.self) { try step([ingest], until: "a refusal") { false } }
            try? ingest.stop()
            guard case .refused(let reason)? = exit else {
                Issue.record("\(String(describing: exit))")
                return
            }
            #expect(reason.contains("\(deployment.source)[0] ends at offset 1, but 7 is the next to read"))
        }
    }

    @Test func `a reader whose offset is not there fails and does not read on elsewhere`() async throws {
        try await onThread {
            let deployment = try TestDeployment(partitions: 1)
            let ingest = try deployment.steppedIngest()
            let state = Pipeline.TopicPartition(deployment.names.state, 0)
            let failure = #expect(throws: TransportFailure.self) {
                try ingest.withTransport { transport in
                    try transport.setReader([state: 5])
                    let start = ContinuousClock.now
                    while ContinuousClock.now - start < .seconds(120) {
                        var batch = RecordBatch()
                        var ends: [Pipeline.TopicPartition: Int64] = [:]
                        try transport.read(into: &batch, ends: &ends, timeout: 100)
                    }
                }
            }
            try ingest.stop()
            guard case .fatal(let reason)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(reason.contains(deployment.names.state))
        }
    }

    @Test func `a source that does not exist is named, and the others are read`() async throws {
        try await onThread {
            var deployment = try TestDeployment(partitions: 1)
            let absent = "\(deployment.names.applicationID).none"
            deployment.sources[absent] = .cloudEvents
            deployment.brokers.mock?.setError(.unknownTopicOrPartition, ofTopic: absent)
            try deployment.brokers.append([deployment.visit(0)])
            let ingest = try deployment.steppedIngest(beginning: nil)
            var troubles: Set<String> = []
            try step([ingest], until: "the record of the other source") {
                troubles.formUnion([ingest.status.trouble].compactMap(\.self))
                return ingest.status.commits > 1 && troubles.contains { $0.contains(absent) }
            }
            try ingest.stop()
            #expect(try deployment.eventCounts() == ["e0": 1])
        }
    }

    @Test func `a partition that does not exist is named when a record is for it`() async throws {
        try await onThread {
            let deployment = try TestDeployment(partitions: 1)
            let ingest = try deployment.steppedIngest()
            try step([ingest], until: "the start") { ingest.status.phase == .running }
            let journal = deployment.names.journal
            let lost = OutgoingRecord(topic: journal, partition: 99, key: nil, value: Array("lost".utf8))
            // While the client knows nothing of the topic yet, only the commit can tell.
            for place in ["", "\(journal)[99]: "] {
                let failure = #expect(throws: TransportFailure.self) {
                    try ingest.withTransport { transport in
                        try transport.beginTransaction()
                        #expect(try transport.produce([lost], from: 0) == 1)
                        try transport.commitTransaction()
                    }
                }
                guard case .abortable(let reason)? = failure else {
                    Issue.record("\(String(describing: failure))")
                    return
                }
                #expect(reason.contains(place))
                try ingest.withTransport { transport in try transport.abortTransaction() }
            }
            // The stage goes on.
            try deployment.brokers.append([deployment.visit(0)])
            let commits = ingest.status.commits
            try step([ingest], until: "a commit") { ingest.status.commits > commits }
            try ingest.stop()
            #expect(try deployment.eventCounts() == ["e0": 1])
        }
    }
}
