// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What is done to the next request that ends a transaction.
enum TransactionFault: Hashable, Sendable {
    /// The broker ends the transaction, and nobody hears of it: the reply and the connection are dropped.
    case loseReply
    /// The reply, and all that would follow it on its connection, comes that much later, in milliseconds.
    case holdReply(Int64)
    /// The request reaches the broker that much later, in milliseconds, even if the client has gone by then.
    case delayRequest(Int64)
    /// The process is killed when the request comes by; before or after the broker gets it.
    case kill(process: Int32, afterForwarding: Bool)
}
