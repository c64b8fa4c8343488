// swift-tools-version:6.2
// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import PackageDescription

// A package of its own, so that hotlist itself does not depend on the library for benchmarks.
let package = Package(
    name: "hotlist-benchmarks",
    dependencies: [
        .package(name: "hotlist", path: ".."),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "HotPath",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "HotlistCore", package: "hotlist"),
            ],
            path: "Benchmarks/HotPath",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    ],
    swiftLanguageModes: [.v6]
)
