// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The best accounts of one list, before anything is known of where and when they are sent.
public struct RankedList: Hashable, Sendable {
    /// The list.
    public var name: ListName
    /// The accounts in ranking order; at least one.
    public var candidates: [Candidate]

    /// The `candidates` of the list `name`.
    public init(name: ListName, candidates: [Candidate]) {
        self.name = name
        self.candidates = candidates
    }
}
