// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A thread of its own that an actor can run on, for loops that block in librdkafka.
///
/// ```swift
/// actor Loop {
///     let thread: KafkaThread
///     nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
/// }
/// ```
///
/// - Important: End the thread with ``join()`` after the last call of every actor on it. A thread that is released
///   without that, or work that arrives after it, stops the program: the work would have been lost.
public final class KafkaThread: SerialExecutor {
    /// The name given to the thread; Linux shows its first 15 bytes.
    public let name: String

    private struct State {
        var jobs: [UnownedJob] = []
        var isStopping = false
        var isEnded = false
        var thread: UInt?
    }

    private enum Step {
        case run([UnownedJob])
        case end
    }

    private let state = Monitor(State())

    /// Starts the thread.
    ///
    /// - Parameter name: what debuggers and `top -H` show.
    public init(name: String) {
        self.name = name
        let started = NativeThread.start(name: name) { [state, unowned self] in
            state.withLock { $0.thread = NativeThread.current }
            // Does not hold the executor, so that one that is forgotten is found out.
            unsafe Self.loop(state) { [unowned self] in unsafe asUnownedSerialExecutor() }
        }
        precondition(started, "The system has no thread left for \(name)")
    }

    deinit {
        precondition(state.withLock { $0.isEnded }, "KafkaThread \(name) was released without join()")
    }

    private static func loop(_ state: Monitor<State>, _ executor: () -> UnownedSerialExecutor) {
        while true {
            let step: Step = state.waitUntil { state in
                if !state.jobs.isEmpty {
                    defer { state.jobs = [] }
                    return .run(state.jobs)
                }
                return state.isStopping ? .end : nil
            }
            switch step {
            case .run(let jobs):
                for job in jobs {
                    unsafe job.runSynchronously(on: executor())
                }
            case .end:
                state.withLock { $0.isEnded = true }
                return
            }
        }
    }

    /// Takes a job of an actor; called by the runtime.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { state in
            precondition(!state.isEnded, "Work arrived on KafkaThread \(name) after join()")
            state.jobs.append(job)
        }
    }

    /// The reference by which an actor names this executor.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }

    /// Whether the caller runs on this thread.
    public var isCurrent: Bool {
        state.withLock { $0.thread } == NativeThread.current
    }

    /// Stops the program unless the caller runs on this thread.
    public func checkIsolated() {
        precondition(isCurrent, "Not on KafkaThread \(name)")
    }

    /// Runs what is queued, ends the thread and waits for that.
    ///
    /// - Important: Blocks. Never call it on the thread itself.
    public func join() {
        precondition(!isCurrent, "KafkaThread \(name) cannot join itself")
        state.withLock { $0.isStopping = true }
        state.waitUntil { $0.isEnded ? () : nil }
    }
}
