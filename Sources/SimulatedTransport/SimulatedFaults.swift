// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What goes wrong on a simulated transport; every probability is that of one call.
public struct SimulatedFaults: Sendable {
    /// A call fails before it has had any effect, and may be made again.
    public var retriable: Double = 0
    /// The broker did what was asked, and the reply was lost.
    public var lostReply: Double = 0
    /// A transactional call fails so that the transaction must be aborted.
    public var abortable: Double = 0
    /// The process ends before a call, as by `kill -9`.
    public var crash: Double = 0
    /// A poll brings no more than one record.
    public var smallBatch: Double = 0

    /// Nothing goes wrong.
    public init() {}
}
