// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// Where a rule stands in a record: the element it is applied to, and what is around it.
struct RecordScope {
    /// The record without its value.
    let record: SourceRecord
    /// The record's value and the elements within it, outermost first; never empty.
    var nodes: [JSONNode]
    /// The limits that apply.
    let limits: IngestLimits

    /// The node `level` steps out of the element; nil where there are not so many.
    func node(level: Int) -> JSONNode? {
        guard level >= 0, level < nodes.count else { return nil }
        return nodes[nodes.count - 1 - level]
    }
}
