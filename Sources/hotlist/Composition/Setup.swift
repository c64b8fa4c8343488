// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Foundation
import Ingest
import JSON
import KafkaClient
import KafkaTransport
import Pipeline
import Ranking

/// A configuration with everything that follows from it, checked as far as that is possible without brokers.
struct Setup {
    let daemon: DaemonConfiguration
    let model: Model
    let modelBytes: [UInt8]
    /// The mapping of each source topic.
    let mappings: [String: Mapping]
    let resolver: AccountResolver
    let personKey: PersonKey?

    /// Reads the daemon file, the model and the mappings.
    init(path: String) throws(CommandFailure) {
        do {
            let loaded = try ConfigurationLoader.load(path: path, hostName: ProcessInfo.processInfo.hostName)
            try self.init(loaded)
        } catch let error as ConfigurationError {
            throw CommandFailure(error)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Derives everything from configuration that has been read.
    init(_ loaded: LoadedConfiguration) throws {
        daemon = loaded.daemon
        model = loaded.model
        modelBytes = loaded.modelBytes
        var mappings: [String: Mapping] = [:]
        for source in loaded.daemon.sources { mappings[source.topic] = try Self.mapping(of: source) }
        self.mappings = mappings
        resolver = try Self.resolver()
        personKey = try loaded.daemon.personKey.map { secret in
            guard let key = PersonKey(bytes: secret.reveal()) else {
                throw CommandFailure.configuration(
                    "person_key: the key is shorter than \(PersonKey.minimumLength) bytes"
                )
            }
            return key
        }
        try Self.checkProperties(of: loaded.daemon.kafka)
        _ = try ingestor()
    }

    /// Finds accounts by the public suffix list of the system.
    static func resolver() throws(CommandFailure) -> AccountResolver {
        guard let suffixes = PublicSuffixList.builtIn() else {
            throw .failed("this libpsl has no built-in public suffix list: install Debian's libpsl5")
        }
        return AccountResolver(suffixes: suffixes)
    }

    /// The mapping that a source names.
    private static func mapping(of source: EventSource) throws -> Mapping {
        switch source.mapping {
        case .canonical:
            return try Preset.cloudEvents.mapping()
        case .preset(let name):
            guard let preset = Preset(rawValue: name) else {
                let known = Preset.allCases.map(\.rawValue).joined(separator: ", ")
                throw ConfigurationError([
                    source.place.fault("there is no preset \(name); there are \(known)")
                ])
            }
            return try preset.mapping()
        case .file(let path):
            return try Mapping(file: path, bytes: ConfigurationLoader.read(path), name: path)
        }
    }

    /// Asks librdkafka about every property, so that a fault names file and line.
    private static func checkProperties(of kafka: KafkaSettings) throws {
        var faults: [ConfigurationFault] = []
        for property in kafka.common + kafka.consumer + kafka.producer {
            do {
                try KafkaConfiguration([property.name: property.revealed]).validate()
            } catch {
                switch error {
                case .unknownProperty:
                    faults.append(property.place.fault("librdkafka has no property of this name"))
                case .invalidValue(_, let reason):
                    faults.append(property.place.fault(reason))
                case .rejected:
                    // A property that only makes sense with others; the clients are made from all together.
                    continue
                case .unsupportedLibrary:
                    throw CommandFailure.failed("\(error)")
                }
            }
        }
        if !faults.isEmpty { throw ConfigurationError(faults) }
    }

    /// The decoder of vendor records.
    func ingestor() throws -> Ingestor {
        do {
            return try Ingestor(
                mappings: mappings,
                resolver: resolver,
                limits: limits,
                personKey: personKey,
                clockSkew: daemon.maximumClockSkew
            )
        } catch {
            throw CommandFailure.configuration("sources: \(error)")
        }
    }

    /// What records may be at most.
    var limits: IngestLimits {
        IngestLimits(
            json: JSONLimits(
                documentBytes: daemon.limits.recordSize,
                depth: daemon.limits.depth,
                stringBytes: daemon.limits.stringLength
            ),
            fanOut: daemon.limits.fanOut
        )
    }

    /// The topics of the deployment.
    var names: TopicNames { TopicNames(applicationID: daemon.applicationID) }

    /// When lists are sent and published although little has changed.
    var policy: PublishPolicy {
        PublishPolicy(delta: daemon.publishDelta, refreshInterval: daemon.refreshInterval)
    }

    /// The clients' configuration.
    var transport: KafkaTransportConfiguration {
        KafkaTransportConfiguration(
            consumer: Self.properties(daemon.kafka.ofConsumers),
            producer: Self.properties(daemon.kafka.ofProducers)
                .merging(["message.max.bytes": String(daemon.topics.maximumMessageSize)]) { $1 },
            administrator: Self.properties(daemon.kafka.ofAdmin),
            instance: daemon.instance,
            isStaticMember: daemon.staticMembership,
            transactionTimeout: daemon.transactionTimeout,
            memory: daemon.limits.memoryOfBuffers
        )
    }

    private static func properties(_ list: [KafkaProperty]) -> [String: String] {
        Dictionary(list.map { ($0.name, $0.revealed) }, uniquingKeysWith: { $1 })
    }
}
