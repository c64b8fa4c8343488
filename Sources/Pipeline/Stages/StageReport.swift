// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What people want to know of a stage: numbers since the process started, and what it waits for.
public struct StageReport: Hashable, Sendable {
    /// A number under the name and labels of a metric (docs/operations.md lists them).
    public struct Reading: Hashable, Sendable {
        /// The metric's name.
        public var metric: String
        /// Its labels, all of bounded sets.
        public var labels: [String: String]
        /// The number.
        public var value: Double

        /// The number `value` of a metric.
        public init(_ metric: String, _ labels: [String: String] = [:], _ value: Double) {
            self.metric = metric
            self.labels = labels
            self.value = value
        }
    }

    /// What is published of one queue.
    public struct Queue: Hashable, Sendable {
        /// The queue's name.
        public var name: String
        /// Its lists that hold accounts.
        public var lists: Int
        /// The accounts on all of them.
        public var entries: Int
        /// The instant of the oldest list.
        public var asOf: Timestamp

        /// A queue of the given size.
        public init(name: String, lists: Int, entries: Int, asOf: Timestamp) {
            self.name = name
            self.lists = lists
            self.entries = entries
            self.asOf = asOf
        }
    }

    /// Records taken in.
    public var recordsIn: Int64 = 0
    /// Numbers for the metrics.
    public var readings: [Reading] = []
    /// The queues that the stage publishes.
    public var queues: [Queue] = []
    /// Why the stage is not doing its work yet; empty when it is.
    public var waitingFor: [String] = []

    /// An empty report.
    public init() {}
}
