// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import ConfigurationFiles
internal import DaemonProcesses
internal import Foundation

/// A deployment of hotlist for one measurement: topics of its own, and a directory with its configuration.
struct BenchDeployment {
    /// What it reads, and how it is set up.
    struct Settings {
        /// The topic that it reads, and the preset that maps it; nil for canonical events.
        var source: (topic: String, preset: String?)
        /// Partitions of journal and state.
        var partitions: Int32 = 4
        /// The model file; the shipped one by default.
        var model: [UInt8] = DefaultModel.content
        /// `publish_interval`.
        var publishInterval = "250ms"
        /// `checkpoint_interval`.
        var checkpointInterval = "30s"
        /// `limits.memory` in bytes; none by default.
        var memory: Int64?
    }

    let applicationID: String
    let directory: URL
    let port: Int
    let brokers: BenchBrokers
    let settings: Settings

    /// Partitions of candidates, queues, entries and changes.
    static let queuePartitions: Int32 = 4

    /// Writes the configuration and makes the topics.
    init(
        _ name: String,
        _ settings: Settings,
        on brokers: BenchBrokers,
        program: HotlistProgram,
        port: Int
    ) throws {
        applicationID = "\(brokers.prefix)-\(name)"
        self.brokers = brokers
        self.settings = settings
        self.port = port
        directory = FileManager.default.temporaryDirectory.appending(path: "hotlist-\(applicationID)")
        try FileManager.default.createDirectory(
            at: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try Data(configuration.utf8).write(to: directory.appending(path: "hotlist.yaml"))
        try Data(settings.model).write(to: directory.appending(path: "model.yaml"))
        try makeTopics(program)
    }

    /// The path of the daemon file.
    var configurationPath: String { directory.appending(path: "hotlist.yaml").path }

    /// A topic of the deployment.
    func topic(_ name: String) -> String { "\(applicationID).\(name)" }

    /// Takes directory and topics away.
    func remove() {
        try? FileManager.default.removeItem(at: directory)
        brokers.deleteTopics(beginningWith: "\(applicationID).")
    }

    private func makeTopics(_ program: HotlistProgram) throws {
        var counts: [String: Int32] = ["aliases": 1, "models": 1]
        for name in ["journal", "state", "dead-letters"] { counts[name] = settings.partitions }
        for name in ["candidates", "queues", "entries", "changes"] { counts[name] = Self.queuePartitions }
        let topics = Dictionary(counts.map { (topic($0.key), $0.value) }, uniquingKeysWith: { $1 })
        if brokers.isMock {
            // It takes no administration requests.
            try brokers.makeTopics(topics)
        } else {
            let outcome = try program.run(
                ["topics", "--create", "--config", configurationPath],
                in: directory
            )
            guard outcome.status == 0 else { throw BenchFailure("hotlist topics: \(outcome.errors)") }
            try brokers.awaitLeaders(of: topics)
        }
    }

    private var configuration: String {
        let mapping = settings.source.preset.map { ", mapping: \($0)" } ?? ""
        let limits = settings.memory.map { "limits: {memory: \($0)B}\n" } ?? ""
        return """
            application_id: \(applicationID)
            instance: bench
            model: model.yaml
            kafka: {common: {bootstrap.servers: "\(brokers.address)"}}
            sources: [{topic: \(settings.source.topic)\(mapping)}]
            publish_interval: \(settings.publishInterval)
            checkpoint_interval: \(settings.checkpointInterval)
            http: {listen: "127.0.0.1:\(port)"}
            logging: {level: warning}
            topics: {partitions: {journal: \(settings.partitions), queues: \(Self.queuePartitions)}}
            \(limits)
            """
    }
}
