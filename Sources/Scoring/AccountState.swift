// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// One account's whole state, as a plain value: what a checkpoint writes and a restore reads.
///
/// It holds for models with one fold description; kinds are named by their place in the model.
public struct AccountState: Hashable, Sendable {
    /// The account.
    public var account: AccountID
    /// One for each of the model's kinds, in order.
    public var accumulators: [Accumulator]
    /// Everything else.
    public var memory: AccountMemory

    /// A state of the given parts.
    public init(account: AccountID, accumulators: [Accumulator], memory: AccountMemory) {
        self.account = account
        self.accumulators = accumulators
        self.memory = memory
    }
}
