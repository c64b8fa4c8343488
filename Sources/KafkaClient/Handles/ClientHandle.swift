// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka
internal import Logging
internal import Synchronization

/// Owns one `rd_kafka_t`, its event queue and its log queue.
///
/// Batches hold it too, because librdkafka waits in its destructor for every message that is still out. The last
/// owner destroys the queues, then the client.
///
/// Sendable because rdkafka.h declares client instances thread-safe.
@safe final class ClientHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    /// What a client is for.
    enum Kind {
        case consumer
        case producer
        /// A consumer without a group: it never makes topics by asking for them, as a producer does.
        case administration
    }

    private let queuePointer: OpaquePointer
    private let logQueuePointer: OpaquePointer
    private let logger: Logger
    /// Whether somebody wants the next wait to end, or not to begin.
    private let isWokenUp = Atomic(false)
    /// What a consumer reports while it takes batches.
    let reports: ConsumerReports?
    let termination = Termination()

    /// Creates the client and routes its events to one queue and its log lines to another.
    ///
    /// The log lines have their own queue because the flush inside a commit serves the main queue with
    /// callbacks, and would print them to stderr.
    init(
        _ configuration: KafkaConfiguration,
        kind: Kind,
        events: Int32,
        logger: Logger
    ) throws(KafkaConfigurationError) {
        let handle = try ConfigurationHandle(configuration)
        try handle.set("log.queue", "true")
        let reports = kind == .consumer ? ConsumerReports() : nil
        reports?.register(with: handle)
        handle.enableEvents(events | RD_KAFKA_EVENT_LOG)
        let type = kind == .producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER
        let client = try unsafe handle.makeClient(type)
        let queue =
            unsafe kind == .consumer
            ? rd_kafka_queue_get_consumer(client) : rd_kafka_queue_get_main(client)
        let logQueue = unsafe rd_kafka_queue_new(client)
        guard let queue = unsafe queue, let logQueue = unsafe logQueue else {
            unsafe rd_kafka_destroy(client)
            throw .rejected(reason: "librdkafka did not provide an event queue")
        }
        unsafe rd_kafka_set_log_queue(client, logQueue)
        if kind == .consumer { unsafe rd_kafka_poll_set_consumer(client) }
        unsafe reports?.waits(on: queue)
        self.reports = reports
        unsafe self.pointer = client
        unsafe self.queuePointer = queue
        unsafe self.logQueuePointer = logQueue
        self.logger = logger
    }

    deinit {
        unsafe rd_kafka_queue_destroy(queuePointer)
        drainLogs()
        unsafe rd_kafka_queue_destroy(logQueuePointer)
        unsafe termination.destroy(pointer, keeping: reports)
    }

    /// The next event of the client, nil when there was none in that time or the poll was woken up.
    func poll(milliseconds: Int32) -> EventHandle? {
        guard let event = unsafe rd_kafka_queue_poll(queuePointer, milliseconds) else { return nil }
        return unsafe EventHandle(taking: event)
    }

    /// Takes up to `limit` records as they are; what else comes goes to `reports`.
    ///
    /// Unlike what its documentation says, the call waits until it has all of them or the time is over.
    func takeRecords(
        into records: UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>,
        limit: Int,
        milliseconds: Int32
    ) -> Int {
        max(0, unsafe rd_kafka_consume_batch_queue(queuePointer, milliseconds, records, limit))
    }

    /// How many records and events wait in the client's queue.
    var queued: Int {
        unsafe rd_kafka_queue_length(queuePointer)
    }

    func wakeUp() {
        isWokenUp.store(true, ordering: .sequentiallyConsistent)
        unsafe rd_kafka_queue_yield(queuePointer)
    }

    /// Whether `wakeUp` has been called since the last time that this was asked.
    ///
    /// A look at the queue that does not wait uses librdkafka's own mark up, so that a wait after it would not end.
    func takeWakeUp() -> Bool {
        isWokenUp.exchange(false, ordering: .sequentiallyConsistent)
    }

    /// Asks the group to be left, with the events of that on the client's queue.
    func closeConsumer() -> KafkaError? {
        unsafe KafkaError.taking(rd_kafka_consumer_close_queue(pointer, queuePointer), operation: "close")
    }

    /// Sends a commit whose outcome arrives on the client's queue.
    func commit(_ offsets: borrowing PartitionListHandle) -> rd_kafka_resp_err_t {
        unsafe rd_kafka_commit_queue(
            pointer,
            offsets.pointer,
            queuePointer,
            ConsumerReports.committed,
            rd_kafka_opaque(pointer)
        )
    }

    /// Writes librdkafka's pending log lines to the logger.
    func drainLogs() {
        while let line = unsafe rd_kafka_queue_poll(logQueuePointer, 0) {
            unsafe log(EventHandle(taking: line))
        }
    }

    private func log(_ event: consuming EventHandle) {
        var facility: UnsafePointer<CChar>?
        var text: UnsafePointer<CChar>?
        var level: Int32 = 0
        guard unsafe rd_kafka_event_log(event.pointer, &facility, &text, &level) == 0 else { return }
        let facilityName = unsafe facility.map { unsafe String(cString: $0) } ?? ""
        let message = unsafe text.map { unsafe String(cString: $0) } ?? ""
        logger.log(
            level: Logger.Level(syslog: level),
            "\(message)",
            metadata: ["rdkafka.facility": "\(facilityName)"]
        )
    }

    /// The error that made the client unusable, if one did.
    func fatalFailure() -> KafkaError? {
        var reason = ErrorText()
        let code = unsafe KafkaErrorCode(
            rd_kafka_fatal_error(pointer, &reason.bytes, reason.bytes.count)
        )
        if code == .none { return nil }
        return KafkaError(code: code, operation: "client", reason: reason.text, isFatal: true)
    }
}

extension Logger.Level {
    /// The level that corresponds to a syslog severity, 0 (emergency) to 7 (debug).
    init(syslog severity: Int32) {
        switch severity {
        case ...2: self = .critical
        case 3: self = .error
        case 4: self = .warning
        case 5: self = .notice
        case 6: self = .info
        default: self = .debug
        }
    }
}
