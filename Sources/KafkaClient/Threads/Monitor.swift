// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Glibc

/// A value behind a lock, with the means to wait until it changes.
///
/// The lock of the standard library cannot be waited on, and these waits happen on threads of our own only.
@safe final class Monitor<Value>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe changed.initialize(to: pthread_cond_t())
        unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe changed.deallocate()
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Changes or reads the value, then wakes everybody who waits.
    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer {
            unsafe pthread_cond_broadcast(changed)
            unsafe pthread_mutex_unlock(mutex)
        }
        return body(&value)
    }

    /// Waits until the body gives a result.
    func waitUntil<Result>(_ body: (inout Value) -> Result?) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&value) { return result }
            unsafe pthread_cond_wait(changed, mutex)
        }
    }

    /// Waits until the body gives a result, nil when the time has passed.
    ///
    /// The wall clock measures the wait, as the condition does; a clock step makes it shorter or longer.
    func waitUntil<Result>(timeout: Duration, _ body: (inout Value) -> Result?) -> Result? {
        var instant = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &instant)
        let milliseconds = Int(timeout.milliseconds)
        let nanoseconds = instant.tv_nsec + (milliseconds % 1000) * 1_000_000
        instant.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
        instant.tv_nsec = nanoseconds % 1_000_000_000
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&value) { return result }
            if unsafe pthread_cond_timedwait(changed, mutex, &instant) != 0 { return body(&value) }
        }
    }
}
