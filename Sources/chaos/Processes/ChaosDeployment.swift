// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import SampleSignals

/// The deployment of a run: its names, and a directory with the configurations of its processes.
struct ChaosDeployment: Sendable {
    static let journalPartitions = 6
    static let queuePartitions = 2
    static let sourcePartitions: Int32 = 2
    /// The seconds after which unchanged lists are published again.
    static let refreshSeconds: Int64 = 5
    /// By how much an urgency moves before it is published again, in hundredths.
    static let publishDelta = 50

    let applicationID: String
    let directory: URL
    /// The brokers themselves.
    let brokers: String

    /// Makes the directory.
    init(brokers: String, seed: UInt64) throws {
        let suffix = String(UInt32.random(in: .min ... .max), radix: 36)
        applicationID = "chaos-\(suffix)"
        self.brokers = brokers
        directory = FileManager.default.temporaryDirectory.appending(path: "hotlist-chaos-\(suffix)")
        try FileManager.default.createDirectory(
            at: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try write(ChaosModel.yaml, to: "model.yaml")
        try write("the key of a chaos run, which is no secret\n", to: "person-key")
        // What commands of the run itself read: no process runs by it.
        try write(configuration(instance: "chaos", brokers: brokers, options: .init()), to: "hotlist.yaml")
    }

    /// What processes differ in.
    struct Options: Hashable {
        var isStatic = true
        var hasCache = false
        var port = 0
    }

    /// The configuration of the commands of the run itself.
    var configurationPath: String { path("hotlist.yaml") }

    /// The path of a file in the directory.
    func path(_ name: String) -> String {
        directory.appending(path: name).path
    }

    /// The topic of a vendor's records.
    func topic(_ preset: SamplePreset) -> String {
        "\(applicationID)-vendor.\(preset.rawValue)"
    }

    /// A topic of the deployment.
    func own(_ name: String) -> String {
        "\(applicationID).\(name)"
    }

    /// The deployment's own topics.
    var ownTopics: [String] {
        [
            "journal", "dead-letters", "aliases", "models", "state", "candidates", "queues", "entries",
            "changes",
        ].map(own)
    }

    /// The topics of the vendors.
    var sourceTopics: [String] { SamplePreset.allCases.map(topic) }

    /// Writes the configuration of a process; returns its path.
    func configure(_ instance: String, brokers: String, _ options: Options) throws -> String {
        let name = "\(instance).yaml"
        try write(configuration(instance: instance, brokers: brokers, options: options), to: name)
        return path(name)
    }

    private func configuration(instance: String, brokers: String, options: Options) -> String {
        let sources = SamplePreset.allCases.map { "  - {topic: \(topic($0)), mapping: \($0.rawValue)}" }
        let cache = options.hasCache ? "state_dir: \(instance)-state\n" : ""
        return """
            application_id: \(applicationID)
            instance: \(instance)
            static_membership: \(options.isStatic)
            model: model.yaml
            \(cache)kafka:
              common: {bootstrap.servers: "\(brokers)", reconnect.backoff.max.ms: 1000}
              consumer: {session.timeout.ms: 6000, heartbeat.interval.ms: 1500}
            sources:
            \(sources.joined(separator: "\n"))
            person_key: {file: person-key}
            publish_interval: 250ms
            refresh_interval: \(Self.refreshSeconds)s
            checkpoint_interval: 1s
            transaction_timeout: 10s
            http: {listen: "127.0.0.1:\(options.port)"}
            topics: {partitions: {journal: \(Self.journalPartitions), queues: \(Self.queuePartitions)}}

            """
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: directory.appending(path: name))
    }

    /// Takes the directory away.
    func remove() {
        try? FileManager.default.removeItem(at: directory)
    }
}
