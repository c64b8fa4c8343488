// swift-tools-version:6.2
// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import PackageDescription

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// A library target of this package: Swift 6, strict concurrency, strict memory safety.
func library(
    _ name: String,
    _ dependencies: [Target.Dependency],
    exclude: [String] = [],
    resources: [Resource] = []
) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        exclude: exclude,
        resources: resources,
        swiftSettings: settings
    )
}

/// The tests of one target, beside which they are named.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// A C library of the system, found with pkg-config.
func system(_ name: String, _ pkgConfig: String, _ debianPackage: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debianPackage])])
}

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let containers: Target.Dependency = .product(name: "BasicContainers", package: "swift-collections")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")

let package = Package(
    name: "hotlist",
    products: [
        .executable(name: "hotlist", targets: ["hotlist"]),
        .library(name: "KafkaClient", targets: ["KafkaClient"]),
        .library(name: "KafkaMockCluster", targets: ["KafkaMockCluster"]),
        // For the package in Benchmarks/, and nobody else: nothing about it is promised.
        .library(
            name: "HotlistCore",
            targets: ["JSON", "Events", "Scoring", "Ranking", "ConfigurationFiles", "Workload"]
        ),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The system's C libraries.
        system("CLibrdkafka", "rdkafka", "librdkafka-dev"),
        system("CLibcrypto", "libcrypto", "libssl-dev"),
        system("CPublicSuffix", "libpsl", "libpsl-dev"),
        system("CZlib", "zlib", "zlib1g-dev"),
        .systemLibrary(name: "CAllocator"),
        .systemLibrary(name: "CPrefetch"),
        .systemLibrary(name: "CSixteenBytes"),
        .target(name: "CScoring"),
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),

        // Kafka, usable without hotlist.
        library("KafkaClient", ["CLibrdkafka", logging]),
        library("KafkaMockCluster", ["KafkaClient", "CLibrdkafka"]),

        // The functional core.
        library("JSON", ["CSimdjson", "CSixteenBytes"]),
        library("Events", ["JSON"]),
        library(
            "Scoring",
            ["Events", "CScoring", "CPrefetch", "CSixteenBytes"],
            exclude: ["Protobuf/account-state.proto"]
        ),
        library("Ranking", ["Scoring", "Events", "JSON"], exclude: ["Protobuf/candidates.proto"]),
        library(
            "Ingest",
            ["Events", "JSON", "CPublicSuffix", "CLibcrypto", "CPrefetch"],
            resources: [.embedInCode("Resources/free-mail-domains.txt")]
        ),

        // The stages and what runs them.
        library("Pipeline", ["Ingest", "Ranking", "Scoring", "Events", "JSON", containers]),
        library("KafkaTransport", ["Pipeline", "Events", "KafkaClient", "CAllocator", logging]),
        library("SimulatedTransport", ["Pipeline", "Events"]),

        // Whole deployments on it, and what must come of them by a model of its own.
        library("ReferenceModel", []),
        library(
            "Simulation",
            [
                "ReferenceModel", "SimulatedTransport", "Pipeline", "Ingest", "Ranking", "Scoring", "Events",
                "JSON",
            ]
        ),
        .executableTarget(
            name: "simulator",
            dependencies: ["Simulation", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings
        ),

        // The shell.
        library(
            "ConfigurationFiles",
            [
                "Ingest", "Ranking", "Scoring", "Events", "JSON", "CLibcrypto",
                .product(name: "Yams", package: "Yams"),
            ],
            resources: [.embedInCode("Presets")]
        ),
        library(
            "Operations",
            [
                logging, metrics,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        library("RecordFiles", ["CZlib", "JSON"]),
        library("SampleSignals", ["Events", "JSON"]),
        .executableTarget(
            name: "hotlist",
            dependencies: [
                "ConfigurationFiles", "Operations", "Pipeline", "KafkaTransport", "KafkaClient",
                "KafkaMockCluster",
                "Ingest", "Ranking", "Scoring", "Events", "JSON", "RecordFiles", "SampleSignals",
                logging, metrics,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),

        // What everything is measured with.
        library("Workload", ["Events", "JSON"]),

        // Programs that run whole processes: one troubles them, the other measures.
        library(
            "DaemonProcesses",
            [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .executableTarget(
            name: "chaos",
            dependencies: [
                "DaemonProcesses", "KafkaClient", "KafkaMockCluster", "SampleSignals", "Events", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),

        .executableTarget(
            name: "bench",
            dependencies: [
                "ConfigurationFiles", "DaemonProcesses", "Ingest", "KafkaClient", "KafkaMockCluster",
                "Pipeline",
                "Ranking",
                "Scoring", "Events", "JSON", "Workload", "CLibrdkafka", "CSimdjson", logging, containers,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),

        tests("KafkaClientTests", ["KafkaClient", "KafkaMockCluster", logging]),
        tests("JSONTests", ["JSON"]),
        tests("EventsTests", ["Events", "JSON"]),
        tests(
            "ScoringTests",
            ["Scoring", "Events", "JSON", "ReferenceModel", "Simulation", protobuf]
        ),
        tests("RankingTests", ["Ranking", "Scoring", "Events", "JSON", protobuf]),
        tests("IngestTests", ["Ingest", "ConfigurationFiles", "Events", "JSON", "CZlib"]),
        tests(
            "PipelineTests",
            [
                "Pipeline", "Simulation", "ReferenceModel", "SimulatedTransport", "Ingest", "Ranking",
                "Scoring",
                "Events", "JSON",
            ]
        ),
        tests(
            "KafkaTransportTests",
            [
                "KafkaTransport", "KafkaClient", "KafkaMockCluster", "Pipeline", "ConfigurationFiles",
                "Ingest",
                "SampleSignals", "Ranking", "Scoring", "Events", "JSON", logging,
            ]
        ),
        tests("SimulatedTransportTests", ["SimulatedTransport", "Pipeline", "Events"]),
        tests("ConfigurationFilesTests", ["ConfigurationFiles", "Ranking", "Scoring", "Events"]),
        tests(
            "OperationsTests",
            [
                "Operations", logging, metrics,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        tests("RecordFilesTests", ["RecordFiles", "CZlib"]),
        tests("SampleSignalsTests", ["SampleSignals", "ConfigurationFiles", "Ingest", "Events", "JSON"]),
        tests(
            "HotlistTests",
            [
                "hotlist", "ConfigurationFiles", "KafkaClient", "KafkaMockCluster", "KafkaTransport",
                "Pipeline",
                "Ranking", "Scoring", "SampleSignals", "Operations", "Events", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        tests(
            "ReplayTests",
            [
                "Pipeline", "ConfigurationFiles", "RecordFiles", "Ingest", "Ranking", "Scoring", "Events",
                "JSON",
            ]
        ),
        tests(
            "ChaosTests",
            ["chaos", "KafkaClient", "SampleSignals", .product(name: "NIOCore", package: "swift-nio")]
        ),
        tests("BenchTests", ["bench", "DaemonProcesses", "ConfigurationFiles", "Ranking", "Scoring"]),
        tests("WorkloadTests", ["Workload", "ConfigurationFiles", "Ingest", "Events", "JSON"]),
        tests("ArchitectureTests", []),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
