// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import Testing

@Suite struct KafkaErrorTests {
    private func error(
        _ code: KafkaErrorCode = .timedOut,
        fatal: Bool = false,
        retriable: Bool = false,
        abort: Bool = false
    ) -> KafkaError {
        KafkaError(
            code: code,
            operation: "commitTransaction",
            isFatal: fatal,
            isRetriable: retriable,
            requiresAbort: abort
        )
    }

    @Test func `fatal comes before abort and abort before retry`() {
        let all = error(fatal: true, retriable: true, abort: true)
        #expect(TransactionFailure(all) == .fatal(all))
        let two = error(retriable: true, abort: true)
        #expect(TransactionFailure(two) == .abortable(two))
        let one = error(retriable: true)
        #expect(TransactionFailure(one) == .retriable(one))
    }

    @Test func `an error without flags is fatal`() {
        let unflagged = error(.wrongState)
        #expect(TransactionFailure(unflagged) == .fatal(unflagged))
        #expect(!unflagged.isFenced)
    }

    @Test(arguments: [KafkaErrorCode.fenced, .invalidProducerEpoch, .producerFenced, .fencedInstanceID])
    func `being fenced is fatal whatever the flags and can be told`(code: KafkaErrorCode) {
        let fenced = error(code, retriable: true, abort: true)
        #expect(fenced.isFenced)
        #expect(TransactionFailure(fenced) == .fatal(fenced))
    }

    @Test func `a description has the operation and the code's name and what it means`() {
        let text = error(retriable: true).description
        #expect(text == "commitTransaction: _TIMED_OUT (retriable): Local: Timed out")
    }

    @Test func `codes librdkafka does not know have a name too`() {
        #expect(KafkaErrorCode(rawValue: 31_000).name.contains("31000"))
    }
}
