// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// How a client is destroyed, and whether that has been done.
///
/// `rd_kafka_destroy` joins librdkafka's threads and can wait without end, so it runs on a thread of its own.
final class Termination: Sendable {
    private struct State {
        var timeout: Duration = .zero
        var hasBegun = false
        var isDone = false
    }

    private let state = Monitor(State())

    /// How long the last owner may wait; without this it does not wait at all.
    func allow(_ timeout: Duration) {
        state.withLock { $0.timeout = timeout }
    }

    /// Whether the last owner has let the client go.
    var hasBegun: Bool {
        state.withLock { $0.hasBegun }
    }

    /// Whether librdkafka has ended the client.
    var isDone: Bool {
        state.withLock { $0.isDone }
    }

    /// Destroys the client without closing its group membership, which ``KafkaConsumer/close(timeout:onRevoke:)``
    /// has done if it could be done.
    ///
    /// `reports` is what the client's callbacks refer to; it stays until the client has ended.
    func destroy(_ client: OpaquePointer, keeping reports: ConsumerReports?) {
        let timeout = state.withLock { state in
            state.hasBegun = true
            return state.timeout
        }
        let address = UInt(bitPattern: client)
        let work: @Sendable () -> Void = { [state] in
            guard let client = unsafe OpaquePointer(bitPattern: address) else { return }
            withExtendedLifetime(reports) {
                unsafe rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
            }
            state.withLock { $0.isDone = true }
        }
        guard NativeThread.start(name: "kafka-close", work) else {
            work()
            return
        }
        _ = state.waitUntil(timeout: timeout) { $0.isDone ? true : nil }
    }
}
