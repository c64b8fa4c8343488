// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
public import Ranking

/// Holds what is published of the same lists in several topics against each other: lists, entries and changes.
///
/// The lists come first. Entries and changes may be newer than the lists, since the daemon goes on while they are
/// read; then the changes have to reach as far as the entries, so that they tell which entries are newer.
public struct PublicationCheck: Sendable {
    /// What stands in the log of one list since it was last taken back.
    private struct Line {
        /// Sequences rise; empty if the list has been taken back, or its last record cannot be read.
        var publications: [PublishedList] = []
        /// Whether the newest record is none that can be read, about which `ListProof` has its say.
        var isUnreadable = false
        /// The entries by account, as they stand.
        var entries: [AccountID: [UInt8]] = [:]
        var history: ChangeHistory?
    }

    /// What does not hold, so far.
    public private(set) var findings: [VerificationFinding] = []
    /// How many entries have been held against their lists.
    public private(set) var entries = 0
    /// How many changes have been read.
    public private(set) var changes: Int64 = 0

    private let policy: PublishPolicy
    private let changesBegin: [Int64]
    private var lines: [ListName: Line] = [:]

    /// A check of lists.
    ///
    /// - Parameters:
    ///   - lists: the records of `<id>.queues`, each partition's in their order.
    ///   - policy: the policy under which entries are written.
    ///   - changesBegin: the first offset of each partition of `<id>.changes`; above 0, earlier ones were deleted.
    public init(lists: [TopicRecord], policy: PublishPolicy, changesBegin: [Int64]) {
        self.policy = policy
        self.changesBegin = changesBegin
        for record in lists { add(list: record) }
        for name in lines.keys.sorted() {
            let history = history(of: name, lines[name]?.publications ?? [])
            lines[name]?.history = history
        }
    }

    /// Begins to watch a list of which nothing has been published.
    private mutating func watch(_ list: ListName) {
        guard lines[list] == nil else { return }
        let history = history(of: list, [])
        lines[list] = Line(history: history)
    }

    private func history(of list: ListName, _ publications: [PublishedList]) -> ChangeHistory {
        var begin: Int64 = 0
        if !changesBegin.isEmpty {
            let key = Array(list.queue.utf8)
            let partition = Murmur2Partitioner.partition(key: key.span, count: Int32(changesBegin.count))
            begin = changesBegin[Int(partition)]
        }
        return ChangeHistory(list, publications: publications, isTruncated: begin > 0)
    }

    // MARK: Lists

    private mutating func add(list record: TopicRecord) {
        guard let name = ListName(parsing: String(decoding: record.key, as: UTF8.self)) else { return }
        guard let value = record.value else {
            lines[name] = Line()
            return
        }
        guard let list = try? PublishedList(encoded: value), list.list == name else {
            lines[name, default: Line()].publications = []
            lines[name]?.isUnreadable = true
            return
        }
        lines[name, default: Line()].isUnreadable = false
        if let last = lines[name]?.publications.last {
            guard list.sequence > last.sequence else {
                let problem = "it is published after sequence \(last.sequence): twice or out of order"
                findings.append(VerificationFinding(.history, name.text, sequence: list.sequence, problem))
                return
            }
            compare(list, with: last)
        }
        lines[name]?.publications.append(list)
    }

    /// What a list takes over from the one before it has to be that.
    private mutating func compare(_ list: PublishedList, with last: PublishedList) {
        for (position, before) in zip(list.positions, last.positions) where position.offset < before.offset {
            add(
                list,
                "positions[\(position.partition)].offset",
                published: String(position.offset),
                expected: "\(before.offset) or more",
                """
                it is computed from journal partition \(position.partition) up to offset \(position.offset),                 the publication before it from more, up to \(before.offset)
                """
            )
        }
        guard list.sequence == last.sequence + 1 else { return }
        if list.previous.members != last.members {
            let place = zip(list.previous.members, last.members).enumerated().first { $1.0 != $1.1 }?.offset
            add(
                list,
                "previous.members",
                "previous.members are not the members of the publication before, from number "
                    + "\((place ?? min(list.previous.members.count, last.members.count)) + 1) on"
            )
        }
        var enteredAt: [AccountID: Timestamp] = [:]
        for entry in last.entries { enteredAt[entry.account] = entry.enteredAt }
        for (index, entry) in list.entries.enumerated() {
            guard let since = enteredAt[entry.account], since != entry.enteredAt else { continue }
            add(
                list,
                "entries[\(index)].entered_at",
                published: entry.enteredAt.description,
                expected: since.description,
                "entered_at of \(entry.account) is \(entry.enteredAt), in the publication before \(since)"
            )
        }
    }

    private mutating func add(
        _ list: PublishedList,
        _ path: String,
        published: String? = nil,
        expected: String? = nil,
        _ problem: String
    ) {
        findings.append(
            VerificationFinding(
                .history,
                list.list.text,
                sequence: list.sequence,
                path: path,
                published: published,
                expected: expected,
                problem
            )
        )
    }

    // MARK: Entries

    /// Takes a record of `<id>.entries`; later ones of a key replace earlier ones.
    public mutating func add(entry record: TopicRecord) {
        let text = String(decoding: record.key, as: UTF8.self)
        guard let key = EntryKey(parsing: text) else {
            findings.append(VerificationFinding(.unreadable, text, "the key is not list|account"))
            return
        }
        watch(key.list)
        lines[key.list]?.entries[key.account] = record.value
    }

    private mutating func checkEntries(of name: ListName, _ line: Line) {
        let standing = line.publications.last
        for (account, value) in line.entries.sorted(by: { $0.key < $1.key }) {
            entries += 1
            let key = EntryKey(list: name, account: account)
            guard let entry = try? QueueEntry(encoded: value), entry.key == key else {
                addEntry(key, nil, nil, "the record is no entry")
                continue
            }
            guard let standing else {
                // The list may have been published for the first time since.
                guard line.history?.isMember(account) != true else { continue }
                addEntry(key, entry.revision, nil, "it stands, and there is no such list")
                continue
            }
            guard entry.revision <= standing.sequence else { continue }
            guard let index = standing.entries.firstIndex(where: { $0.account == account }) else {
                addEntry(key, entry.revision, nil, "it stands, and the account is not in the list")
                continue
            }
            check(entry, key, at: index, of: standing, line.publications)
        }
        guard let standing else { return }
        for account in standing.members where line.entries[account] == nil {
            guard line.history?.hasLeft(account, after: standing.sequence) != true else { continue }
            addEntry(
                EntryKey(list: name, account: account),
                nil,
                nil,
                "it is missing, and the account is in the list"
            )
        }
    }

    private mutating func check(
        _ entry: QueueEntry,
        _ key: EntryKey,
        at index: Int,
        of standing: PublishedList,
        _ publications: [PublishedList]
    ) {
        let now = QueueEntry(standing.entries[index], rank: index + 1, of: standing)
        if let origin = publications.first(where: { $0.sequence == entry.revision }) {
            guard let place = origin.entries.firstIndex(where: { $0.account == key.account }) else {
                addEntry(key, entry.revision, "revision", "the account is not in the list of that revision")
                return
            }
            let written = QueueEntry(origin.entries[place], rank: place + 1, of: origin)
            if written != entry {
                let difference = JSONDifference(entry.encoded(), written.encoded())
                addEntry(
                    key,
                    entry.revision,
                    difference.path,
                    "\(difference.path) is \(difference.left ?? "missing"), in the list \(difference.right ?? "missing")"
                )
                return
            }
        }
        if entry.revision < 1 {
            addEntry(key, entry.revision, "revision", "no list has had that sequence")
        } else if now.isChanged(from: entry, under: policy) {
            addEntry(
                key,
                entry.revision,
                nil,
                """
                it is not the list's: rank \(entry.rank), urgency \(Self.decimal(entry.urgency)),                 grade \(entry.grade), but \(now.rank), \(Self.decimal(now.urgency)), \(now.grade) in sequence                 \(standing.sequence)
                """
            )
        } else if entry.enteredAt != now.enteredAt {
            let problem = "entered_at is \(entry.enteredAt), in the list \(now.enteredAt)"
            addEntry(key, entry.revision, "entered_at", problem)
        }
    }

    private static func decimal(_ hundredths: Int) -> String {
        let digits = String(abs(hundredths % 100))
        return "\(hundredths / 100).\(digits.count < 2 ? "0" : "")\(digits)"
    }

    private mutating func addEntry(_ key: EntryKey, _ revision: Int64?, _ path: String?, _ problem: String) {
        findings.append(
            VerificationFinding(
                .entries,
                key.description,
                sequence: revision,
                path: path,
                "the entry: \(problem)"
            )
        )
    }

    // MARK: Changes

    /// Takes the next record of `<id>.changes` of its partition.
    public mutating func add(change record: TopicRecord) {
        changes += 1
        guard let change = PublishedChange(record) else {
            let place = "changes partition \(record.partition), offset \(record.offset)"
            findings.append(VerificationFinding(.unreadable, place, "the record is no change of a list"))
            return
        }
        watch(change.key.list)
        lines[change.key.list]?.history?.append(change)
    }

    // MARK: The end

    /// Checks what can be told once everything has been read.
    public mutating func conclude() {
        for name in lines.keys.sorted() {
            guard var line = lines[name] else { continue }
            lines[name] = nil
            line.history?.conclude()
            findings += line.history?.findings ?? []
            if !line.isUnreadable { checkEntries(of: name, line) }
        }
    }
}
