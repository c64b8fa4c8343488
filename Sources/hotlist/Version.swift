// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient

/// What runs.
enum Version {
    /// hotlist's own version.
    static let number = "0.1.0"

    /// hotlist's version, and that of the librdkafka it runs with.
    static var current: String {
        "hotlist \(number) (librdkafka \(KafkaLibrary.version))"
    }
}
