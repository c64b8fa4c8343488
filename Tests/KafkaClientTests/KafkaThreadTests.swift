// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Dispatch
import KafkaClient
import Testing

@Suite(.timeLimit(.minutes(5))) struct KafkaThreadTests {
    private actor Counter {
        let thread: KafkaThread
        private(set) var values: [Int] = []
        nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

        init(on thread: KafkaThread) {
            self.thread = thread
        }

        func append(_ value: Int) -> Bool {
            values.append(value)
            return thread.isCurrent
        }

        nonisolated func appendAssuming(_ value: Int) {
            assumeIsolated { $0.values.append(value) }
        }

        func appendIndirectly(_ value: Int) {
            appendAssuming(value)
        }
    }

    @Test func `an actor runs on its thread in order`() async {
        let thread = KafkaThread(name: "counter")
        let counter = Counter(on: thread)
        for value in 0..<1000 {
            let isOnThread = await counter.append(value)
            #expect(isOnThread)
        }
        await counter.appendIndirectly(1000)
        #expect(await counter.values == Array(0...1000))
        #expect(!thread.isCurrent)
        thread.join()
    }

    @Test func `two threads block at the same time`() async {
        // Each waits, blocking its thread, until the other has come as far: one after the other never would.
        let threads = [KafkaThread(name: "first"), KafkaThread(name: "second")]
        let arrivals = [DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)]
        let first = Blocker(on: threads[0])
        let second = Blocker(on: threads[1])
        async let met = first.meet(arriving: arrivals[0], other: arrivals[1])
        async let metToo = second.meet(arriving: arrivals[1], other: arrivals[0])
        let both = await [met, metToo]
        #expect(both == [true, true])
        for thread in threads { thread.join() }
    }

    private actor Blocker {
        let thread: KafkaThread
        nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

        init(on thread: KafkaThread) {
            self.thread = thread
        }

        func meet(arriving: DispatchSemaphore, other: DispatchSemaphore) -> Bool {
            arriving.signal()
            return other.wait(timeout: .now() + 50) == .success
        }
    }

    @Test func `a thread that is released without being joined stops the program`() async {
        await #expect(processExitsWith: .failure) {
            _ = KafkaThread(name: "forgotten")
        }
    }
}
