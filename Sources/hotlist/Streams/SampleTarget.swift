// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import KafkaClient
import KafkaTransport
import Logging
import SampleSignals

/// Where sample records go.
struct SampleTarget: ParsableArguments {
    @Option(name: .shortAndLong, help: "The file to write; without it standard output.") var output: String?
    @Option(
        help: ArgumentHelp(
            "Write the bare payloads of one vendor, a line each.",
            discussion: "One of \(SamplePreset.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "preset"
        ),
        transform: { name in
            guard let preset = SamplePreset(rawValue: name) else {
                let known = SamplePreset.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("there is no vendor \(name); there are \(known)")
            }
            return preset
        }
    )
    var raw: SamplePreset?
    @Option(help: "Send to the Kafka at host:port.") var brokers: String?
    @Option(name: .shortAndLong, help: "Send to the Kafka of a daemon's configuration file.") var config:
        String?
    @Option(help: "What the topics' names begin with; the preset's name follows.") var topicPrefix = "vendor."
    @Flag(help: "Make the topics that are missing.") var createTopics = false

    /// Whether records go to Kafka.
    var isKafka: Bool { brokers != nil || config != nil }

    /// What to connect with.
    func kafka() throws(CommandFailure) -> KafkaConfiguration {
        if let brokers {
            return KafkaConfiguration(["bootstrap.servers": brokers, "client.id": "hotlist-simulate"])
        }
        let setup = try Setup(path: config ?? "")
        return KafkaConfiguration(setup.transport.producer).merging(["client.id": "hotlist-simulate"])
    }

    /// Checks that every vendor's topic is there, and makes those that are not where that was asked for.
    func prepareTopics(_ configuration: KafkaConfiguration) throws(CommandFailure) {
        let administrator = try Cluster.administrator(configuration, logger: Logger.quiet)
        defer { try? administrator.close(timeout: .seconds(1)) }
        let wanted = SamplePreset.allCases.map { SampleFeed.topic($0, prefix: topicPrefix) }
        do {
            let metadata = try administrator.metadata(timeout: Cluster.patience)
            let missing = wanted.filter { metadata.topic($0) == nil }
            if missing.isEmpty { return }
            guard createTopics else {
                throw CommandFailure.failed(
                    "there is no topic \(missing.joined(separator: ", ")); --create-topics makes what is missing"
                )
            }
            let failures = try administrator.createTopics(
                missing.map { TopicSpecification(name: $0, partitions: 3) },
                timeout: Cluster.patience
            )
            for (name, error) in failures where error.code != .topicAlreadyExists {
                throw CommandFailure.failed("the topic \(name) cannot be made: \(error.reason)")
            }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .failed("the topics cannot be looked at: \(error)")
        }
    }
}
