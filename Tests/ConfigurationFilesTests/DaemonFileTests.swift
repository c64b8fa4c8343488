// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ranking
import Testing

@Suite struct DaemonFileTests {
    static let surroundings = ConfigurationSurroundings(
        directory: "/etc/hotlist",
        hostName: "host-1.example",
        variable: {
            ["PASSWORD": "canary-1", "EMPTY": "", "CREDENTIALS_DIRECTORY": "/run/credentials/x"][$0]
        },
        contents: { path, limit in
            switch path {
            case "/etc/hotlist/password": .success(Array("canary-2\n".utf8))
            case "/run/credentials/x/password": .success(Array("canary-3\r\n".utf8))
            case "/etc/hotlist/long": .success([UInt8](repeating: 65, count: limit + 1))
            case "/etc/hotlist/bytes": .success([0xC3, 0x28])
            case "/etc/hotlist/key": .success(Array("0123456789abcdef\n".utf8))
            default: .failure(ConfigurationSurroundings.UnreadableFile(reason: "No such file or directory"))
            }
        }
    )

    static func read(_ text: String) throws(ConfigurationError) -> DaemonConfiguration {
        try DaemonConfiguration(file: "h.yaml", bytes: Array(text.utf8), surroundings: surroundings)
    }

    static let smallest = """
        kafka: {common: {bootstrap.servers: localhost:9092}}
        sources: [{topic: signals}]

        """

    @Test func `what a daemon file leaves out has the documented default`() throws {
        let daemon = try Self.read(Self.smallest)
        #expect(daemon.applicationID == "hotlist")
        #expect(daemon.instance == "host-1.example")
        #expect(daemon.staticMembership)
        #expect(daemon.modelPath == "/etc/hotlist/model.yaml")
        #expect(daemon.sources.map(\.topic) == ["signals"])
        #expect(daemon.sources.map(\.mapping) == [.canonical])
        #expect(daemon.sources.map(\.start) == [.earliest])
        #expect(daemon.publishInterval == 250)
        #expect(daemon.publishDelta == 50)
        #expect(daemon.refreshInterval == 60_000)
        #expect(daemon.checkpointInterval == 30_000)
        #expect(daemon.maximumClockSkew == 300_000)
        #expect(daemon.transactionTimeout == 10_000)
        #expect(daemon.stateDirectory == nil)
        #expect(daemon.personKey == nil)
        #expect(daemon.http.host == "127.0.0.1" && daemon.http.port == 9464)
        #expect(daemon.logging.level == .info && daemon.logging.format == .text)
        #expect(daemon.limits.recordSize == 1_048_576)
        #expect(daemon.limits.depth == 32)
        #expect(daemon.limits.fanOut == 1000)
        #expect(daemon.limits.stringLength == 65_536)
        #expect(daemon.limits.memory == nil)
        #expect(daemon.limits.memoryOfBuffers == 384 << 20)
        #expect(daemon.topics.journalPartitions == 12)
        #expect(daemon.topics.queuePartitions == 4)
        #expect(daemon.topics.replicationFactor == nil)
        #expect(daemon.topics.maximumMessageSize == 2_097_152)
        #expect(daemon.topics.journalRetention == nil)
        #expect(daemon.topics.changesRetention == 2_592_000_000)
        #expect(daemon.topics.deadLettersRetention == 2_592_000_000)
        #expect(daemon.warnings.isEmpty)
    }

    @Test func `the shipped daemon file has the defaults, commented out or not`() throws {
        let text = try ConfigurationFiles.text("config/hotlist.yaml")
        let shipped = try Self.read(text)
        let smallest = try Self.read(Self.smallest)
        var exceptions: Set = ["#instance:", "#state_dir:", "#person_key:", "#  replication_factor:"]
        let uncommented = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix("#"),
                line.dropFirst().first.map({ $0 != " " }) ?? false || line.hasPrefix("#  ")
            else { return String(line) }
            if let exception = exceptions.first(where: { line.hasPrefix($0) }) {
                exceptions.remove(exception)
                return String(line)
            }
            return String(line.dropFirst())
        }
        #expect(exceptions.isEmpty)
        let whole = try Self.read(uncommented.joined(separator: "\n"))
        #expect(uncommented.joined() != text.split(separator: "\n").joined())
        for daemon in [shipped, whole] {
            var same = daemon
            same.modelPlace = smallest.modelPlace
            same.messageSizePlace = smallest.messageSizePlace
            same.sources = smallest.sources
            same.kafka = smallest.kafka
            #expect(String(reflecting: same) == String(reflecting: smallest))
        }
        #expect(shipped.sources.map(\.topic) == ["signals"])
        #expect(shipped.kafka.common.map(\.name) == ["bootstrap.servers"])
    }

    @Test func `everything can be set`() throws {
        let daemon = try Self.read(Self.full)
        #expect(daemon.applicationID == "leads")
        #expect(daemon.instance == "leads-1")
        #expect(!daemon.staticMembership)
        #expect(daemon.modelPath == "/srv/model.yaml")
        #expect(daemon.sources.map(\.topic) == ["a", "b", "c", "d"])
        #expect(
            daemon.sources.map(\.mapping) == [
                .canonical, .preset("hubspot"), .file("/etc/hotlist/maps/own.yaml"),
                .file("/etc/hotlist/own.yml"),
            ]
        )
        #expect(
            daemon.sources.map(\.start) == [
                .latest, .earliest, .timestamp(Timestamp(milliseconds: 1_795_165_200_000)), .earliest,
            ]
        )
        #expect(
            daemon.kafka.ofConsumers.map(\.name) == [
                "bootstrap.servers", "fetch.min.bytes", "sasl.password", "security.protocol",
                "ssl.key.password",
            ]
        )
        #expect(daemon.kafka.ofConsumers.first { $0.name == "fetch.min.bytes" }?.revealed == "2")
        #expect(daemon.kafka.ofProducers.first { $0.name == "fetch.min.bytes" }?.revealed == "1")
        #expect(daemon.kafka.ofAdmin.first { $0.name == "sasl.password" }?.revealed == "canary-2")
        #expect(daemon.kafka.ofAdmin.first { $0.name == "ssl.key.password" }?.revealed == "canary-1")
        #expect(daemon.kafka.ofProducers.first { $0.name == "sasl.password" }?.revealed == "canary-3")
        #expect(daemon.publishInterval == 500)
        #expect(daemon.publishDelta == 125)
        #expect(daemon.refreshInterval == 90_000)
        #expect(daemon.checkpointInterval == 10_000)
        #expect(daemon.maximumClockSkew == 0)
        #expect(daemon.transactionTimeout == 15_000)
        #expect(daemon.stateDirectory == "/etc/hotlist/cache")
        #expect(daemon.personKey?.reveal() == Array("0123456789abcdef".utf8))
        #expect(daemon.http.host == "::1" && daemon.http.port == 0)
        #expect(daemon.logging.level == .debug && daemon.logging.format == .json)
        #expect(daemon.limits.recordSize == 2048)
        #expect(daemon.limits.depth == 8)
        #expect(daemon.limits.fanOut == 5)
        #expect(daemon.limits.stringLength == 100)
        #expect(daemon.limits.memory == 128 << 20)
        #expect(daemon.topics.journalPartitions == 3)
        #expect(daemon.topics.queuePartitions == 2)
        #expect(daemon.topics.replicationFactor == 3)
        #expect(daemon.topics.maximumMessageSize == 1 << 20)
        #expect(daemon.topics.journalRetention == 31_536_000_000)
        #expect(daemon.topics.changesRetention == nil)
        #expect(daemon.topics.deadLettersRetention == 86_400_000)
    }

    @Test func `no description of a configuration shows a secret`() throws {
        let daemon = try Self.read(Self.full)
        var dumped = ""
        dump(daemon, to: &dumped)
        let texts = [dumped, "\(daemon)", String(reflecting: daemon), "\(daemon.kafka.ofProducers)"]
        for text in texts {
            #expect(!text.contains("canary") && !text.contains("0123456789abcdef"))
            #expect(text.contains("leads") || text.contains("[hidden]"))
        }
        // Bytes as numbers would give them away as well: "canary" begins with 99, 97, 110.
        #expect(!texts.joined().contains("99, 97, 110") && !dumped.contains("- 110\n"))
    }

    @Test(arguments: [
        (
            "security.protocol: sasl_plaintext",
            "h.yaml:2: kafka.common.security.protocol: sends credentials and data unencrypted: use `sasl_ssl` outside a trusted network"
        ),
        (
            "enable.ssl.certificate.verification: False",
            "h.yaml:2: kafka.common.enable.ssl.certificate.verification: switches off TLS verification: anyone can pose as a broker"
        ),
        (
            "ssl.endpoint.identification.algorithm: none",
            "h.yaml:2: kafka.common.ssl.endpoint.identification.algorithm: switches off the check of brokers' names: anyone with a certificate can pose as a broker"
        ),
    ])
    func `what is dangerous is warned of`(property: String, expected: String) throws {
        let daemon = try Self.read(
            "kafka:\n  common: {bootstrap.servers: b, \(property)}\nsources: [{topic: t}]"
        )
        #expect(daemon.warnings.map(\.description) == [expected])
    }

    @Test func `an HTTP interface open to others is warned of`() throws {
        let daemon = try Self.read(Self.smallest + "http: {listen: 0.0.0.0:80}")
        #expect(
            daemon.warnings.map(\.description) == [
                "h.yaml:3: http: opens the HTTP interface, which asks for no password, to other machines: put a proxy before it"
            ]
        )
    }

    @Test func `the shipped files load together from disk`() throws {
        let path = ConfigurationFiles.path("config/hotlist.yaml")
        let loaded = try ConfigurationLoader.load(path: path, hostName: "host")
        #expect(loaded.daemon.instance == "host")
        #expect(try loaded.modelBytes == ConfigurationFiles.bytes("config/model.yaml"))
        #expect(loaded.model == (try Model(file: "m", bytes: loaded.modelBytes)))
        #expect(
            try ConfigurationLoader.model(path: ConfigurationFiles.path("config/model.yaml")).model
                == loaded.model
        )
    }

    @Test(arguments: [
        ("/nowhere/h.yaml", "No such file or directory"), ("/", "Is a directory"),
    ])
    func `a file that cannot be read is named with the reason`(path: String, reason: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationLoader.load(path: path, hostName: "host")
        }
        #expect(error?.description == "\(path):1: cannot be read: \(reason)")
    }

    /// Every key once.
    static let full = """
        application_id: leads
        instance: leads-1
        static_membership: false
        model: /srv/model.yaml
        sources:
          - {topic: a, from: latest}
          - {topic: b, mapping: hubspot, from: earliest}
          - {topic: c, mapping: maps/own.yaml, from: 2026-11-20T09:00:00Z}
          - {topic: d, mapping: own.yml}
        kafka:
          common:
            bootstrap.servers: broker-1:9092,broker-2:9092
            security.protocol: SASL_SSL
            sasl.password: {file: password}
            ssl.key.password: {environment: PASSWORD}
            fetch.min.bytes: 1
          consumer: {fetch.min.bytes: 2, sasl.password: {file: password}}
          producer: {sasl.password: {credential: password}}
        publish_interval: 500ms
        publish_delta: 1.25
        refresh_interval: 90s
        checkpoint_interval: 10s
        max_clock_skew: 0s
        transaction_timeout: 15s
        state_dir: cache
        person_key: {file: key}
        http: {listen: "[::1]:0"}
        logging: {level: debug, format: json}
        limits: {record_size: 2KiB, depth: 8, fan_out: 5, string_length: 100, memory: 128MiB}
        topics:
          partitions: {journal: 3, queues: 2}
          replication_factor: 3
          max_message_size: 1MiB
          retention: {journal: 365d, changes: forever, dead_letters: 1d}

        """
}
