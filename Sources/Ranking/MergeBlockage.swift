// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why `merge` cannot publish a queue yet.
public enum MergeBlockage: Hashable, Sendable, CustomStringConvertible {
    /// These journal partitions have sent no head.
    case headsMissing(partitions: [Int])
    /// The heads are of several models, so that a change of model is under way.
    case modelsDiffer
    /// All heads are of one model, whose document is missing or cannot be read.
    case unknownModel(digest: String)
    /// A head names a list that has not been read under the head's model.
    case listMissing(ListName, partition: Int)

    /// One sentence for people.
    public var description: String {
        switch self {
        case .headsMissing(let partitions):
            "waiting for journal partitions \(partitions.map(String.init).joined(separator: ", "))"
        case .modelsDiffer:
            "waiting until all journal partitions rank with one model"
        case .unknownModel(let digest):
            "the journal partitions rank with the model \(digest), whose document this version cannot read"
        case .listMissing(let list, let partition):
            "waiting for the list '\(list)' of journal partition \(partition)"
        }
    }
}
