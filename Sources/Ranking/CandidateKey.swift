// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The key of a record in `<id>.candidates`.
public enum CandidateKey: Hashable, Sendable, CustomStringConvertible {
    /// A list of one journal partition: `list|partition`.
    case list(ListName, partition: Int)
    /// Where a journal partition stands with a queue: `queue|#partition`.
    case head(queue: String, partition: Int)

    /// The key that `text` is; nil where it is neither form.
    public init?(parsing text: String) {
        let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = ListName(parsing: String(parts[0])) else { return nil }
        let isHead = parts[1].first == "#"
        let digits = isHead ? parts[1].dropFirst() : parts[1]
        // Only the one way in which a key is written is a key: no sign, no leading zero.
        guard let partition = Int(digits), partition >= 0, String(partition) == digits else { return nil }
        switch (isHead, name.value) {
        case (false, _): self = .list(name, partition: partition)
        case (true, nil): self = .head(queue: name.queue, partition: partition)
        case (true, .some): return nil
        }
    }

    /// The queue, by whose name the record is placed.
    public var queue: String {
        switch self {
        case .list(let name, _): name.queue
        case .head(let queue, _): queue
        }
    }

    /// The journal partition.
    public var partition: Int {
        switch self {
        case .list(_, let partition), .head(_, let partition): partition
        }
    }

    /// The key as it is written.
    public var description: String {
        switch self {
        case .list(let name, let partition): "\(name.text)|\(partition)"
        case .head(let queue, let partition): "\(queue)|#\(partition)"
        }
    }
}
