// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import Testing

@Suite(.timeLimit(.minutes(1))) struct KafkaThreadTests {
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

    @Test func `two threads block at the same time`() async throws {
        // Each waits for records that never come; one after the other would take twice as long.
        let threads = [KafkaThread(name: "first"), KafkaThread(name: "second")]
        let cluster = try TestCluster()
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for thread in threads {
                group.addTask { try await Blocker(on: thread).block(on: cluster) }
            }
            try await group.waitForAll()
        }
        #expect(ContinuousClock.now - start < .milliseconds(1900))
        for thread in threads { thread.join() }
    }

    private actor Blocker {
        let thread: KafkaThread
        nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

        init(on thread: KafkaThread) {
            self.thread = thread
        }

        func block(on cluster: TestCluster) throws {
            let reader = try cluster.makeReader()
            #expect(try reader.poll(maxMessages: 1, timeout: .seconds(1)).isEmpty)
            try reader.close(timeout: .seconds(5))
        }
    }

    @Test func `a thread that is released without being joined stops the program`() async {
        await #expect(processExitsWith: .failure) {
            _ = KafkaThread(name: "forgotten")
        }
    }
}
