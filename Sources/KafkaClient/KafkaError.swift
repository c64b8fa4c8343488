// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// What went wrong in a call to librdkafka, or what it reported by itself.
public struct KafkaError: Error, Sendable, Hashable {
    /// The code; ``KafkaErrorCode/name`` is what to search for.
    public let code: KafkaErrorCode

    /// The client cannot go on: end it, and usually the process.
    public let isFatal: Bool

    /// The same call may be made again.
    public let isRetriable: Bool

    /// The current transaction must be aborted; the producer can be used after that.
    public let requiresAbort: Bool

    /// librdkafka's own words.
    public let reason: String

    /// The call that failed, for example `commitTransaction`.
    public let operation: String

    /// Makes an error by hand, for tests of code that handles it.
    ///
    /// - Parameters:
    ///   - code: the code.
    ///   - operation: the call that failed.
    ///   - reason: the reason; nil for librdkafka's sentence for the code.
    ///   - isFatal: whether the client cannot go on.
    ///   - isRetriable: whether the same call may be made again.
    ///   - requiresAbort: whether the transaction must be aborted.
    public init(
        code: KafkaErrorCode,
        operation: String,
        reason: String? = nil,
        isFatal: Bool = false,
        isRetriable: Bool = false,
        requiresAbort: Bool = false
    ) {
        self.code = code
        self.operation = operation
        self.reason = reason ?? code.text
        self.isFatal = isFatal
        self.isRetriable = isRetriable
        self.requiresAbort = requiresAbort
    }

    /// Whether a newer instance with the same identity has taken over.
    ///
    /// The loser must stop: everything it still does would be refused, and nothing of it is lost.
    public var isFenced: Bool {
        switch code {
        case .fenced, .invalidProducerEpoch, .producerFenced, .fencedInstanceID: true
        default: false
        }
    }

    /// Whether the call ran out of time, which leaves its outcome unknown.
    public var isTimeout: Bool {
        code == .timedOut
    }

    static func closed(_ operation: String) -> KafkaError {
        KafkaError(code: .destroyed, operation: operation, reason: "The client has been closed")
    }

    /// Takes librdkafka's error object over: reads it and destroys it.
    ///
    /// NULL is success.
    static func taking(_ error: OpaquePointer?, operation: String) -> KafkaError? {
        guard let error = unsafe error else { return nil }
        defer { unsafe rd_kafka_error_destroy(error) }
        return unsafe KafkaError(
            code: KafkaErrorCode(rd_kafka_error_code(error)),
            operation: operation,
            reason: String(cString: rd_kafka_error_string(error)),
            isFatal: rd_kafka_error_is_fatal(error) != 0,
            isRetriable: rd_kafka_error_is_retriable(error) != 0,
            requiresAbort: rd_kafka_error_txn_requires_abort(error) != 0
        )
    }

    /// Throws if librdkafka's error object is not NULL; destroys it.
    static func check(_ error: OpaquePointer?, operation: String) throws(KafkaError) {
        if let error = unsafe taking(error, operation: operation) { throw error }
    }

    /// Throws if a response code is an error.
    static func check(_ response: rd_kafka_resp_err_t, operation: String) throws(KafkaError) {
        let code = KafkaErrorCode(response)
        if code != .none { throw KafkaError(code: code, operation: operation) }
    }
}

extension KafkaError: CustomStringConvertible {
    /// One line: the operation, the code's name, what it means for the client, and the reason.
    public var description: String {
        var marks: [String] = []
        if isFatal { marks.append("fatal") }
        if requiresAbort { marks.append("transaction must be aborted") }
        if isRetriable { marks.append("retriable") }
        let mark = marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))"
        return "\(operation): \(code.name)\(mark): \(reason)"
    }
}
