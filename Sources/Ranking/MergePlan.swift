// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What `merge` publishes in one transaction, and what it knows once that is committed.
public struct MergePlan: Sendable {
    /// What is known of one list afterwards.
    struct Update: Sendable {
        var list: ListName
        /// Nil if the list has been removed.
        var published: MergeState.Published?
    }

    /// Lists, entries and changes, in the order in which they are written; empty if there is nothing to publish.
    public internal(set) var records: [QueueRecord] = []
    /// The lists that are published, in order.
    public internal(set) var lists: [PublishedList] = []
    /// What happened to their accounts.
    public internal(set) var changes: [ListChange] = []
    var updates: [Update] = []
    var evaluated: [(queue: String, evaluation: MergeState.Evaluation)] = []
    var forgotten: [String] = []
}
