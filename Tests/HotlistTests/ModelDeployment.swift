// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Foundation
import KafkaClient
import KafkaMockCluster
import KafkaTransport
import Pipeline
import Ranking
import Testing

@testable import hotlist

/// A deployment on embedded brokers, with its configuration in a directory of its own.
final class ModelDeployment: Sendable {
    let directory: URL
    let setup: Setup
    private let brokers: KafkaMockCluster

    /// Makes brokers, topics (3 journal partitions, 2 of queues) and files.
    init(model: [UInt8] = DefaultModel.content) throws {
        brokers = try KafkaMockCluster()
        directory = FileManager.default.temporaryDirectory.appending(path: "hotlist-models-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try Data(model).write(to: directory.appending(path: "model.yaml"))
        let text = """
            application_id: models
            instance: one
            model: model.yaml
            kafka: {common: {bootstrap.servers: "\(brokers.bootstrapServers)"}}
            sources: [{topic: vendor, mapping: cloudevents}]
            """
        try Data(text.utf8).write(to: directory.appending(path: "hotlist.yaml"))
        setup = try Setup(path: directory.appending(path: "hotlist.yaml").path)
        for (name, count) in [(setup.names.models, 1), (setup.names.journal, 3), (setup.names.queues, 2)] {
            try brokers.createTopic(name, partitions: Int32(count))
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    /// The configuration file's path.
    var path: String { directory.appending(path: "hotlist.yaml").path }

    /// Writes a model file beside the configured one; returns its path.
    func write(_ document: [UInt8], _ name: String) throws -> String {
        let file = directory.appending(path: name)
        try Data(document).write(to: file)
        return file.path
    }

    /// The model that ships with one text in place of another.
    static func changed(_ text: String, _ other: String) throws -> [UInt8] {
        let model = String(decoding: DefaultModel.content, as: UTF8.self)
        try #require(model.contains(text))
        return Array(model.replacing(text, with: other, maxReplacements: 1).utf8)
    }

    /// The topic, read to its end.
    func topic() throws -> ModelTopic {
        let topic = try ModelTopic(setup)
        try topic.readToEnd()
        return topic
    }

    /// The status that commands show.
    func status() throws -> ModelStatus { ModelStatus(try topic(), setup) }

    /// Makes a model the active one as the command does.
    @discardableResult
    func activate(_ document: [UInt8], at milliseconds: Int64 = 1_000) throws -> ModelActivator.Outcome {
        let model = try Model.reading(document).get()
        return try ModelActivator(setup: setup, topic: topic()).activate(
            document,
            digest: model.digest,
            at: Timestamp(milliseconds: milliseconds)
        )
    }

    /// Appends records to the models topic as the stages do.
    func append(_ records: [(key: String, value: [UInt8]?)]) throws {
        let producer = try KafkaProducer(KafkaConfiguration(setup.transport.producer), logger: .quiet)
        for record in records {
            let outcome = try producer.produce(
                topic: setup.names.models,
                partition: 0,
                key: record.key.utf8.span,
                value: record.value?.span
            )
            #expect(outcome == .enqueued)
        }
        try producer.flush(timeout: .seconds(20)) { #expect($0.error == nil) }
        try producer.close(timeout: .seconds(5))
    }
}
