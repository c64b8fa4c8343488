// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What people want to know of a stage: totals since the process started, and where it stands.
public struct StageReport: Hashable, Sendable {
    /// Records taken in.
    public var recordsIn: Int64 = 0
    /// Records put out.
    public var recordsOut: Int64 = 0
    /// Totals by a short name from a bounded set, such as `dead_letters.not_json` or `fold.duplicate`.
    public var totals: [String: Int64] = [:]
    /// Present values by a short name from a bounded set, such as `accounts`.
    public var gauges: [String: Double] = [:]
    /// Why the stage is not doing its work yet; empty when it is.
    public var waitingFor: [String] = []

    /// An empty report.
    public init() {}
}
