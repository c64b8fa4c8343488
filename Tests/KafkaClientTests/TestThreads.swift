// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient

// Live clients block. Their tests run on threads of their own, as their users do, and leave the threads of
// concurrency to the others.

@globalActor actor GroupTestThread {
    static let shared = GroupTestThread()
    private let thread = KafkaThread(name: "group-tests")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
}

@globalActor actor ConsumerTestThread {
    static let shared = ConsumerTestThread()
    private let thread = KafkaThread(name: "consumer-tests")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
}

@globalActor actor ProducerTestThread {
    static let shared = ProducerTestThread()
    private let thread = KafkaThread(name: "producer-tests")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
}

@globalActor actor TransactionTestThread {
    static let shared = TransactionTestThread()
    private let thread = KafkaThread(name: "transaction-tests")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
}
