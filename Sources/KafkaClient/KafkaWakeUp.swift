// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Ends a consumer's wait from any thread.
///
/// A poll that waits returns at once; one that does not wait yet returns at once when it next would.
///
/// - Important: Not for signal handlers.
public struct KafkaWakeUp: Sendable {
    private let target: Monitor<Target>

    /// Does not keep the client alive.
    struct Target {
        weak var client: ClientHandle?
    }

    init(_ client: ClientHandle) {
        target = Monitor(Target(client: client))
    }

    /// Ends the wait; does nothing once the consumer is closed.
    ///
    /// Wraps `rd_kafka_queue_yield`.
    public func wake() {
        target.withLock { $0.client?.wakeUp() }
    }
}
