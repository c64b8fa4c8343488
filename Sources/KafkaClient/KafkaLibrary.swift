// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// The librdkafka that this process is linked with.
///
/// Log it at start: what a client can do, and which faults it has, follows from it.
public enum KafkaLibrary {
    /// The oldest version this module works with: 2.0.2.
    public static let oldestSupportedVersion: UInt32 = 0x0200_02ff

    /// The version as librdkafka numbers it: one byte each for major, minor, revision, and pre-release (0xff for
    /// a release).
    ///
    /// Wraps `rd_kafka_version`.
    public static var versionNumber: UInt32 {
        UInt32(bitPattern: rd_kafka_version())
    }

    /// The version as text, for example `2.0.2`.
    ///
    /// Wraps `rd_kafka_version_str`.
    public static var version: String {
        unsafe String(cString: rd_kafka_version_str())
    }

    /// Whether `cooperative-sticky` assignment can be used: below 2.6.1 it can crash, hang or lose its position.
    public static var supportsCooperativeAssignment: Bool {
        versionNumber >= 0x0206_01ff
    }

    /// Whether `fetch.queue.backoff.ms` is known: how soon a consumer whose queue was full fetches on.
    public static var supportsFetchQueueBackoff: Bool {
        versionNumber >= 0x0202_00ff
    }

    /// Refuses a library that cannot be worked with.
    ///
    /// Every client calls this before it is created; a program may call it earlier to say so at start.
    ///
    /// - Throws: ``KafkaConfigurationError/unsupportedLibrary(version:reason:)``; install another librdkafka.
    public static func requireSupported() throws(KafkaConfigurationError) {
        guard versionNumber >= oldestSupportedVersion else {
            throw .unsupportedLibrary(version: version, reason: "2.0.2 or newer is needed")
        }
        guard versionNumber >> 8 != 0x0002_0100 else {
            throw .unsupportedLibrary(
                version: version,
                reason: "2.1.0 leaves the group of a consumer that polls events; use 2.1.1 or newer"
            )
        }
    }
}
