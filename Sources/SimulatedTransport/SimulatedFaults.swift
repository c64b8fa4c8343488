// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What goes wrong on a simulated transport; every probability is that of one call.
public struct SimulatedFaults: Sendable {
    /// A call fails before it has had any effect, and may be made again.
    public var retriable: Double = 0
    /// The broker ended the transaction as it was asked, and the reply was lost.
    public var lostReply: Double = 0
    /// The request to end the transaction stays in the network, and may reach the broker later.
    public var delayedEnd: Double = 0
    /// A transactional call fails so that the transaction must be aborted.
    public var abortable: Double = 0
    /// The process ends before a call, as by `kill -9`.
    public var crash: Double = 0
    /// The process is stopped before a call and others go on (`SimulatedCluster.whileStalled`).
    public var stall: Double = 0
    /// The process can reach no broker for a while.
    public var cutOff: Double = 0
    /// How long it can reach none at the most, in milliseconds.
    public var longestCutOff: Int64 = 2_000
    /// A commit goes on for some rounds of its process, and has its effect at their beginning or at their end.
    public var slowCommit: Double = 0
    /// A poll brings no more than one record.
    public var smallBatch: Double = 0

    /// Nothing goes wrong.
    public init() {}
}
