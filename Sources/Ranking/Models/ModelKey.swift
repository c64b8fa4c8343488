// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The key of a record in `<id>.models`.
public enum ModelKey: Hashable, Sendable, CustomStringConvertible {
    /// A model's document: `sha256:` and the digest of its bytes.
    case document(digest: String)
    /// Which model is the active one: `active`.
    case active
    /// A journal partition holds the state of an activation: `ready|sequence|partition`.
    case ready(sequence: Int64, partition: Int32)
    /// A partition of `<id>.queues` is published from an activation: `merged|sequence|partition`.
    case merged(sequence: Int64, partition: Int32)

    /// How every digest begins.
    private static let prefix = "sha256:"

    /// The key that `text` is; nil where it is none.
    public init?(parsing text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        switch parts.count {
        case 1 where text == "active":
            self = .active
        case 1 where text.hasPrefix(Self.prefix) && text.utf8.count > Self.prefix.utf8.count:
            self = .document(digest: text)
        case 3:
            guard let sequence = Int64(parts[1]), let partition = Int32(parts[2]), sequence > 0,
                partition >= 0
            else { return nil }
            switch parts[0] {
            case "ready": self = .ready(sequence: sequence, partition: partition)
            case "merged": self = .merged(sequence: sequence, partition: partition)
            default: return nil
            }
        default:
            return nil
        }
    }

    /// The key as it is written.
    public var description: String {
        switch self {
        case .document(let digest): digest
        case .active: "active"
        case .ready(let sequence, let partition): "ready|\(sequence)|\(partition)"
        case .merged(let sequence, let partition): "merged|\(sequence)|\(partition)"
        }
    }
}
