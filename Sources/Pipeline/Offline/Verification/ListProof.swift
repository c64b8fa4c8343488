// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
public import Ranking
internal import Scoring

/// Recomputes published lists from the journal and compares them byte for byte.
///
/// Lists, model documents and the journal's extent come first; then the journal, one partition after the other, each
/// read once: `begin`, `fold` for each record up to `end(of:)`, `finish`; at last `conclude`. What is kept is one table
/// of accounts for each fold fingerprint, for one partition at a time, and the best `2 · size` accounts of each list.
public struct ListProof: ~Copyable {
    /// A list that is to be recomputed.
    private struct Item {
        let list: PublishedList
        let bytes: [UInt8]
        let queue: Queue
        /// The best of all partitions so far, in ranking order.
        var candidates: [Candidate] = []
        /// Whether nothing has been found yet that makes comparing pointless.
        var isOpen = true
    }

    /// Lists that name the same position, instant and model.
    private struct Request {
        let offset: Int64
        let asOf: Timestamp
        let model: String
        var items: [Int]
    }

    /// How many faults of the journal are told one by one.
    private static let journalFindingLimit = 100

    /// What does not hold, so far.
    public private(set) var findings: [VerificationFinding] = []
    /// How many lists have been published, in the records given; tombstones are not counted.
    public private(set) var records = 0
    /// How many of them are equal to what the journal gives.
    public private(set) var proved = 0
    /// How many events have been read.
    public private(set) var events: Int64 = 0
    /// How many records of the journal could not be read.
    public private(set) var unreadableEvents: Int64 = 0

    private let journal: [Range<Int64>]
    private var models: [String: Model] = [:]
    private var items: [Item] = []
    /// What each partition is asked for, in the order of the offsets.
    private var requests: [[Request]]
    private var decoder = JournalDecoder()
    private var event = JournalEvent()

    // Of the partition that is being read.
    private var partition = 0
    private var nextRequest = 0
    private var nextOffset: Int64 = 0
    private var tables: [AccountTable] = []
    /// Where the table of a fold fingerprint stands.
    private var places: [String: Int] = [:]

    /// A proof that has read nothing of the journal.
    ///
    /// - Parameters:
    ///   - lists: the records of `<id>.queues`.
    ///   - documents: the model documents by their digests.
    ///   - reader: makes models of them.
    ///   - journal: the first offset of each journal partition and the one after its last.
    public init(
        lists: [TopicRecord],
        documents: [String: [UInt8]],
        reader: ModelReader,
        journal: [Range<Int64>]
    ) {
        self.journal = journal
        requests = Array(repeating: [], count: journal.count)
        var refused: [String: String] = [:]
        for record in lists {
            guard let value = record.value else { continue }
            records += 1
            guard let list = read(record, value) else { continue }
            if models[list.model] == nil, refused[list.model] == nil {
                switch Self.model(list.model, documents, reader) {
                case .success(let model): models[list.model] = model
                case .failure(let unreadable): refused[list.model] = unreadable.reason
                }
            }
            guard let model = models[list.model] else {
                add(.model, list, path: "model", refused[list.model] ?? "")
                continue
            }
            guard let queue = queue(of: list, in: model), hasValidPositions(list) else { continue }
            items.append(Item(list: list, bytes: value, queue: queue))
        }
        schedule()
    }

    // MARK: The lists

    private mutating func read(_ record: TopicRecord, _ value: [UInt8]) -> PublishedList? {
        let key = String(decoding: record.key, as: UTF8.self)
        let place = "partition \(record.partition), offset \(record.offset)"
        let list: PublishedList
        do {
            list = try PublishedList(encoded: value)
        } catch {
            findings.append(
                VerificationFinding(.unreadable, key, "the record (\(place)) is no list: \(error)")
            )
            return nil
        }
        guard list.list.text == key else {
            let problem = "the record (\(place)) is of the list '\(list.list.text)', which is not its key"
            findings.append(
                VerificationFinding(
                    .unreadable,
                    key,
                    sequence: list.sequence,
                    path: "list",
                    published: list.list.text,
                    expected: key,
                    problem
                )
            )
            return nil
        }
        guard list.previous.sequence >= 0, list.previous.sequence < list.sequence,
            list.previous.sequence == list.sequence - 1
        else {
            add(
                .differs,
                list,
                path: "sequence",
                published: String(list.sequence),
                expected: "one more than previous.sequence, \(list.previous.sequence)",
                "sequence is \(list.sequence), which does not follow previous.sequence \(list.previous.sequence)"
            )
            return nil
        }
        return list
    }

    private static func model(
        _ digest: String,
        _ documents: [String: [UInt8]],
        _ reader: ModelReader
    ) -> Result<Model, UnreadableModel> {
        guard let bytes = documents[digest] else {
            return .failure(UnreadableModel("there is no document of the model \(digest)"))
        }
        return reader(bytes)
            .mapError { UnreadableModel("the document of the model \(digest) cannot be used: \($0)") }
            .flatMap { model in
                guard model.digest == digest else {
                    let problem = "the document of the model \(digest) has the digest \(model.digest)"
                    return .failure(UnreadableModel(problem))
                }
                return .success(model)
            }
    }

    private mutating func queue(of list: PublishedList, in model: Model) -> Queue? {
        guard let queue = model.queues.first(where: { $0.name == list.list.queue }) else {
            add(.model, list, path: "queue", "the model \(list.model) has no queue '\(list.list.queue)'")
            return nil
        }
        guard (list.list.value == nil) == (queue.partitionBy == nil) else {
            let form = queue.partitionBy == nil ? "one list" : "one list for each value"
            add(.model, list, path: "list", "the queue '\(queue.name)' of the model \(list.model) is \(form)")
            return nil
        }
        return queue
    }

    /// Whether the journal has, and has from the beginning, what the list says that it was computed from.
    private mutating func hasValidPositions(_ list: PublishedList) -> Bool {
        guard list.positions.map(\.partition) == Array(journal.indices) else {
            let named = list.positions.map { String($0.partition) }.joined(separator: ", ")
            let count = journal.count == 1 ? "1 partition" : "\(journal.count) partitions"
            add(
                .positions,
                list,
                path: "positions",
                published: named,
                "it names the journal partitions \(named), but the journal has \(count), each of which has to be named once"
            )
            return false
        }
        for (index, position) in list.positions.enumerated() {
            let extent = journal[index]
            let path = "positions[\(index)].offset"
            guard position.offset >= 0, position.offset <= extent.upperBound else {
                add(
                    .positions,
                    list,
                    path: path,
                    published: String(position.offset),
                    expected: "0 to \(extent.upperBound)",
                    "it names offset \(position.offset) of journal partition \(index), which ends at \(extent.upperBound)"
                )
                return false
            }
            guard extent.lowerBound == 0 || position.offset == 0 else {
                add(
                    .expired,
                    list,
                    path: path,
                    published: String(position.offset),
                    """
                    it cannot be proved any more: journal partition \(index) begins at offset \(extent.lowerBound),                     what was before has been deleted
                    """
                )
                return false
            }
        }
        return true
    }

    /// Puts the lists in the order in which the journal answers them.
    private mutating func schedule() {
        for partition in journal.indices {
            let order = items.indices.sorted { left, right in
                let (first, second) = (items[left].list, items[right].list)
                let (one, other) = (first.positions[partition], second.positions[partition])
                if one.offset != other.offset { return one.offset < other.offset }
                // A table takes over another model less often this way.
                if first.model != second.model { return first.model < second.model }
                return one.asOf < other.asOf
            }
            for index in order {
                let list = items[index].list
                let position = list.positions[partition]
                if let last = requests[partition].last, last.offset == position.offset,
                    last.asOf == position.asOf, last.model == list.model
                {
                    requests[partition][requests[partition].count - 1].items.append(index)
                } else {
                    requests[partition].append(
                        Request(
                            offset: position.offset,
                            asOf: position.asOf,
                            model: list.model,
                            items: [index]
                        )
                    )
                }
            }
        }
    }

    // MARK: The journal

    /// Up to which offset, exclusively, the records of a journal partition are needed; 0 for none.
    public func end(of partition: Int) -> Int64 {
        requests[partition].last?.offset ?? 0
    }

    /// Begins the fold of a journal partition.
    public mutating func begin(_ partition: Int) {
        self.partition = partition
        nextRequest = 0
        nextOffset = 0
        tables = []
        places = [:]
        for request in requests[partition] {
            guard let model = models[request.model], places[model.foldFingerprint] == nil else { continue }
            places[model.foldFingerprint] = tables.count
            tables.append(AccountTable(model: model.scoring))
        }
    }

    /// Folds the next record of the partition; its offset is higher than that of the record before.
    public mutating func fold(key: Span<UInt8>?, value: Span<UInt8>?, at offset: Int64) {
        guard offset >= nextOffset, offset < .max else {
            addJournal(offset, "it comes after offset \(nextOffset - 1): records are twice or not in order")
            return
        }
        answer(through: offset)
        nextOffset = offset + 1
        events += 1
        guard let value else {
            addJournal(offset, "it has no value")
            return
        }
        do {
            try decoder.decode(value, into: &event)
        } catch {
            addJournal(offset, "it is no event: \(error)")
            return
        }
        var isKeyed = false
        if let key { isKeyed = event.isOf(key) }
        if !isKeyed {
            addJournal(offset, "it is of the account '\(event.account)', which is not its key")
        }
        for place in tables.indices { tables[place].fold(event, offset: offset) }
    }

    /// Ends the fold of the partition: it holds no record below `end(of:)` that has not been folded.
    public mutating func finish() {
        answer(through: .max)
        tables = []
    }

    /// Answers what asks for the records before `offset`.
    private mutating func answer(through offset: Int64) {
        while nextRequest < requests[partition].count, requests[partition][nextRequest].offset <= offset {
            answer(requests[partition][nextRequest])
            nextRequest += 1
        }
    }

    private mutating func answer(_ request: Request) {
        guard let model = models[request.model], let place = places[model.foldFingerprint] else { return }
        do {
            try tables[place].apply(model.scoring)
            let names = Set(request.items.map { items[$0].queue.name })
            let queues = model.queues.filter { names.contains($0.name) }
            let ranked = Candidates.select(from: tables[place], queues: queues, asOf: request.asOf)
            var candidates: [ListName: [Candidate]] = [:]
            for list in ranked { candidates[list.name] = list.candidates }
            for item in request.items { take(candidates[items[item].list.list] ?? [], into: item) }
        } catch {
            for item in request.items where items[item].isOpen {
                items[item].isOpen = false
                add(
                    .model,
                    items[item].list,
                    path: "model",
                    "the model's fold fingerprint is that of another fold"
                )
            }
        }
    }

    /// Keeps the best of a list's candidates, those of a further partition among them.
    private mutating func take(_ candidates: [Candidate], into item: Int) {
        guard !candidates.isEmpty else { return }
        let all = (items[item].candidates + candidates).sorted { $0.standing < $1.standing }
        items[item].candidates = Array(all.prefix(2 * min(max(items[item].queue.size, 0), Int.max / 2)))
    }

    // MARK: The comparison

    /// Compares each list with what the journal gives.
    public mutating func conclude() {
        for item in items where item.isOpen { compare(item) }
        items = []
        findings.sort { ($0.subject, $0.sequence ?? 0) < ($1.subject, $1.sequence ?? 0) }
    }

    private mutating func compare(_ item: Item) {
        let list = item.list
        var enteredAt: [AccountID: Timestamp] = [:]
        for entry in list.entries { enteredAt[entry.account] = entry.enteredAt }
        // All candidates are in the first share, since they have been merged on the way.
        let shares = list.positions.enumerated().map { index, position in
            PublishedList.Share(position: position, candidates: index == 0 ? item.candidates : [])
        }
        let recomputed = PublishedList(
            merging: shares,
            into: list.list,
            of: item.queue,
            model: list.model,
            previous: list.previous,
            enteredAt: { enteredAt[$0] }
        ).encoded()
        guard recomputed != item.bytes else {
            proved += 1
            return
        }
        let difference = JSONDifference(item.bytes, recomputed)
        let place = difference.path.isEmpty ? "the record" : difference.path
        add(
            .differs,
            list,
            path: difference.path.isEmpty ? nil : difference.path,
            published: difference.left,
            expected: difference.right,
            "\(place) is \(difference.left ?? "missing"), but the journal gives \(difference.right ?? "nothing")"
        )
    }

    // MARK: Findings

    private mutating func add(
        _ kind: VerificationFinding.Kind,
        _ list: PublishedList,
        path: String? = nil,
        published: String? = nil,
        expected: String? = nil,
        _ problem: String
    ) {
        findings.append(
            VerificationFinding(
                kind,
                list.list.text,
                sequence: list.sequence,
                path: path,
                published: published,
                expected: expected,
                problem
            )
        )
    }

    private mutating func addJournal(_ offset: Int64, _ problem: String) {
        unreadableEvents += 1
        guard unreadableEvents <= Self.journalFindingLimit else { return }
        let subject = "journal partition \(partition), offset \(offset)"
        findings.append(VerificationFinding(.journal, subject, problem))
    }
}
