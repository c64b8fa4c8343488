// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

internal import Glibc

/// Starts threads of the operating system.
enum NativeThread {
    private final class Start {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Runs the body on a new detached thread; false if the system has no thread left.
    static func start(name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                let pointer = unsafe argument
                guard let pointer = unsafe pointer else { return nil }
                let start = unsafe Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue()
                unsafe kafka_client_name_thread(start.name)
                start.body()
                return nil
            },
            start.toOpaque()
        )
        guard result == 0 else {
            unsafe start.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// A number that tells the calling thread from all others that run.
    static var current: UInt {
        UInt(pthread_self())
    }
}
