// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a failed transactional call asks of the caller.
///
/// Closed on purpose: a `switch` over it has the three answers there are.
public enum TransactionFailure: Error, Sendable, Hashable {
    /// Make the same call again, with the same arguments, until a deadline of the caller's.
    ///
    /// A commit that timed out is this: its outcome is not known until the repeated call says so.
    case retriable(KafkaError)

    /// Abort the transaction, go back to the committed positions, and do the work again.
    case abortable(KafkaError)

    /// The producer is of no more use: close it and end, or start anew.
    ///
    /// ``KafkaError/isFenced`` tells whether a newer instance took over. Errors that carry no flag are fatal too.
    case fatal(KafkaError)

    /// The error behind the failure.
    public var error: KafkaError {
        switch self {
        case .retriable(let error), .abortable(let error), .fatal(let error): error
        }
    }

    /// Classifies an error, in the order librdkafka asks for: fatal, abort, retry; without a flag it is fatal.
    public init(_ error: KafkaError) {
        if error.isFatal || error.isFenced {
            self = .fatal(error)
        } else if error.requiresAbort {
            self = .abortable(error)
        } else if error.isRetriable {
            self = .retriable(error)
        } else {
            self = .fatal(error)
        }
    }
}

extension TransactionFailure: CustomStringConvertible {
    /// The error's description; it names the class.
    public var description: String { error.description }
}
