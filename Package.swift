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
func library(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
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
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")

let package = Package(
    name: "hotlist",
    products: [
        .executable(name: "hotlist", targets: ["hotlist"]),
        .library(name: "KafkaClient", targets: ["KafkaClient"]),
        .library(name: "KafkaMockCluster", targets: ["KafkaMockCluster"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The system's C libraries.
        system("CLibrdkafka", "rdkafka", "librdkafka-dev"),
        system("CLibcrypto", "libcrypto", "libssl-dev"),
        system("CPublicSuffix", "libpsl", "libpsl-dev"),
        system("CZlib", "zlib", "zlib1g-dev"),
        .target(
            name: "CSimdjson",
            linkerSettings: [.linkedLibrary("simdjson")]
        ),

        // Kafka, usable without hotlist.
        library("KafkaClient", ["CLibrdkafka", logging, metrics]),
        library("KafkaMockCluster", ["KafkaClient", "CLibrdkafka"]),

        // The functional core.
        library("JSON", ["CSimdjson"]),
        library("Events", ["JSON"]),
        library("Scoring", ["Events"]),
        library("Ranking", ["Scoring", "Events", "JSON", protobuf]),
        library("Ingest", ["Events", "JSON", "CPublicSuffix", "CLibcrypto"]),

        // The stages and what runs them.
        library("Pipeline", ["Ingest", "Ranking", "Scoring", "Events", "JSON", logging, metrics]),
        library("KafkaTransport", ["Pipeline", "KafkaClient", logging]),
        library("SimulatedTransport", ["Pipeline"]),

        // The shell.
        library(
            "Configuration",
            ["Ingest", "Ranking", "Scoring", "Events", "CLibcrypto", .product(name: "Yams", package: "Yams")]
        ),
        library(
            "Operations",
            [
                "Pipeline", "Ranking", "Events", "JSON", logging, metrics,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "hotlist",
            dependencies: [
                "Configuration", "Operations", "Pipeline", "KafkaTransport", "KafkaClient", "KafkaMockCluster",
                "Ingest", "Ranking", "Scoring", "Events", "JSON", "CZlib", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
