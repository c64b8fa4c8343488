// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Which target may import what: the module map of docs/architecture.md as a table.
enum Layering {
    /// The functional core: no input, no output, no clock, no chance.
    static let core = ["JSON", "Events", "Scoring", "Ranking", "Ingest", "Pipeline"]

    /// The modules each target may import beside the standard library.
    static let table: [String: Set<String>] = [
        // The system's C libraries hold no Swift.
        "CLibcrypto": [], "CLibrdkafka": [], "CPublicSuffix": [], "CScoring": [], "CSimdjson": [],
        "CAllocator": [], "CPrefetch": [], "CSixteenBytes": [], "CZlib": [],

        // Kafka, which knows nothing of hotlist.
        "KafkaClient": [
            "CLibrdkafka", "Dispatch", "Foundation", "Glibc", "Logging", "Metrics", "Synchronization",
        ],
        "KafkaMockCluster": ["CLibrdkafka", "KafkaClient", "Glibc", "Logging", "Synchronization"],

        // The core.
        "JSON": ["CSimdjson", "CSixteenBytes"],
        "Events": ["JSON"],
        "Scoring": ["CPrefetch", "CScoring", "CSixteenBytes", "Events", "JSON"],
        "Ranking": ["Events", "JSON", "Scoring"],
        "Ingest": ["CLibcrypto", "CPrefetch", "CPublicSuffix", "Events", "JSON"],
        "Pipeline": [
            "BasicContainers", "Dispatch", "Events", "Ingest", "JSON", "Logging", "Metrics", "Ranking",
            "Scoring",
        ],

        // What runs the stages.
        "KafkaTransport": [
            "CAllocator", "Dispatch", "Events", "Glibc", "Ingest", "JSON", "KafkaClient", "Logging",
            "Metrics", "Pipeline",
            "Ranking", "Scoring", "Synchronization",
        ],
        "SimulatedTransport": ["Events", "Ingest", "JSON", "Pipeline", "Ranking", "Scoring"],

        // What proves the stages: a model that imports nothing, and a simulation that compares them with it.
        "ReferenceModel": [],
        "Simulation": [
            "Events", "Ingest", "JSON", "Pipeline", "Ranking", "ReferenceModel", "Scoring",
            "SimulatedTransport",
        ],
        "Workload": ["Events", "JSON"],
        "DaemonProcesses": ["Foundation", "Glibc", "NIOCore", "NIOPosix"],
        "chaos": [
            "ArgumentParser", "DaemonProcesses", "Events", "Foundation", "Glibc", "KafkaClient",
            "KafkaMockCluster", "Logging",
            "NIOCore", "NIOPosix", "SampleSignals", "Synchronization",
        ],
        "bench": [
            "ArgumentParser", "BasicContainers", "CLibrdkafka", "CSimdjson", "ConfigurationFiles",
            "DaemonProcesses", "Events", "Foundation", "Glibc", "Ingest", "JSON", "KafkaClient",
            "KafkaMockCluster", "Logging", "NIOPosix", "Pipeline", "Ranking", "Scoring", "Synchronization",
            "Workload",
        ],
        "simulator": ["ArgumentParser", "Dispatch", "Glibc", "Simulation", "Synchronization"],

        // The shell.
        "ConfigurationFiles": [
            "CLibcrypto", "Events", "Foundation", "Glibc", "Ingest", "JSON", "Ranking", "Scoring", "Yams",
        ],
        "Operations": [
            "Glibc", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "Metrics", "NIOCore",
            "NIOHTTPTypes",
            "ServiceLifecycle", "Synchronization",
        ],
        "RecordFiles": ["CZlib", "Events", "Foundation", "Glibc", "Ingest", "JSON"],
        "SampleSignals": ["Events", "JSON"],
        "hotlist": [
            "ArgumentParser", "CZlib", "ConfigurationFiles", "Dispatch", "Events", "Foundation", "Glibc",
            "Ingest",
            "JSON", "KafkaClient", "KafkaMockCluster", "KafkaTransport", "Logging", "Metrics", "Operations",
            "Pipeline", "Ranking", "RecordFiles", "SampleSignals", "Scoring", "ServiceLifecycle",
            "SimulatedTransport", "Synchronization", "UnixSignals",
        ],
    ]

    /// The modules that `source`, a file of `target`, imports and may not; nil for a target not in the table.
    ///
    /// A `generated` file may name Foundation, where SwiftProtobuf's code takes `Data` from.
    static func forbiddenImports(in source: String, of target: String, generated: Bool = false) -> [String]? {
        guard var allowed = table[target] else { return nil }
        if generated { allowed.formUnion(["Foundation", "FoundationEssentials"]) }
        return SourceText.imports(in: source).filter { !allowed.contains($0) }
    }
}
