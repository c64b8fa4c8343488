// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Ranking

/// The changes of one list in the order in which they were written, held against its publications.
struct ChangeHistory: Sendable {
    /// Whether an account is in the list, and since when.
    private struct Membership {
        var isMember: Bool
        var since: Timestamp
        /// The sequence at which it left last; nil if it never has.
        var lastLeft: Int64?
    }

    /// What does not hold, so far.
    private(set) var findings: [VerificationFinding] = []

    private let list: ListName
    /// The publications that are still in the log, since the list was last taken back; sequences rise.
    private let publications: [PublishedList]
    /// Whether the first changes of the list may have been deleted.
    private let isTruncated: Bool
    private var memberships: [AccountID: Membership] = [:]
    /// The changes of the publication that is being read.
    private var batch: [PublishedChange] = []
    /// The sequence of the first change, below which nothing is known if the changes are truncated.
    private var firstSequence: Int64?
    /// The next publication to check.
    private var next = 0
    /// Findings that hold publications against changes; void if the list turns out to have begun anew since.
    private var crossFindings: [VerificationFinding] = []
    /// Whether the list has been taken back and begun anew after the publications.
    private var hasMovedOn = false

    init(_ list: ListName, publications: [PublishedList], isTruncated: Bool) {
        self.list = list
        self.publications = publications
        self.isTruncated = isTruncated
    }

    /// Whether the account is in the list by the changes that were written last.
    func isMember(_ account: AccountID) -> Bool {
        memberships[account]?.isMember ?? false
    }

    /// Whether the account has left the list after the publication `sequence`.
    func hasLeft(_ account: AccountID, after sequence: Int64) -> Bool {
        hasMovedOn || memberships[account]?.lastLeft.map { $0 > sequence } ?? false
    }

    /// Takes the next change.
    mutating func append(_ change: PublishedChange) {
        if let last = batch.last, change.sequence != last.sequence {
            close()
            if change.sequence < last.sequence { beginAnew(change, after: last.sequence) }
        }
        if batch.contains(where: { $0.kind == change.kind && $0.key == change.key }) {
            add(change.sequence, "'\(change.kind.rawValue)' of \(change.key.account) has been written twice")
            return
        }
        if firstSequence == nil { firstSequence = change.sequence }
        batch.append(change)
    }

    /// A list that was taken back begins again with the sequence 1.
    private mutating func beginAnew(_ change: PublishedChange, after sequence: Int64) {
        let left = memberships.filter(\.value.isMember).keys.sorted()
        if let account = left.first {
            add(
                change.sequence,
                "it comes after sequence \(sequence), at which \(account) had not left: written twice or out of order"
            )
        }
        if let standing = publications.last, change.asOf > standing.asOf {
            hasMovedOn = true
        } else {
            crossFindings = []
            next = 0
        }
        memberships = [:]
        firstSequence = nil
    }

    /// Takes what the changes of one publication did to the members.
    private mutating func close() {
        guard let sequence = batch.last?.sequence else { return }
        check(below: sequence)
        for change in batch { apply(change) }
        if !hasMovedOn, next < publications.count, publications[next].sequence == sequence {
            check(publications[next], batch)
            next += 1
        }
        batch = []
    }

    private mutating func apply(_ change: PublishedChange) {
        let known = memberships[change.key.account]
        switch change.kind {
        case .entered:
            if known?.isMember == true {
                add(change.sequence, "\(change.key.account) enters, and is in the list")
            }
            memberships[change.key.account] = Membership(
                isMember: true,
                since: change.asOf,
                lastLeft: known?.lastLeft
            )
        case .left:
            if known?.isMember == false || (known == nil && !isTruncated) {
                add(change.sequence, "\(change.key.account) leaves, and is not in the list")
            }
            memberships[change.key.account] = Membership(
                isMember: false,
                since: change.asOf,
                lastLeft: change.sequence
            )
        case .gradeChanged, .moved:
            if known?.isMember == false || (known == nil && !isTruncated) {
                let problem = "'\(change.kind.rawValue)' of \(change.key.account), which is not in the list"
                add(change.sequence, problem)
            }
        }
    }

    /// Checks the publications before `sequence`, which changed no membership.
    private mutating func check(below sequence: Int64) {
        guard !hasMovedOn else { return }
        while next < publications.count, publications[next].sequence < sequence {
            check(publications[next], [])
            next += 1
        }
    }

    /// Checks what is left.
    mutating func conclude() {
        close()
        check(below: .max)
        findings += crossFindings
        crossFindings = []
    }

    // MARK: One publication

    private mutating func check(_ publication: PublishedList, _ changes: [PublishedChange]) {
        checkMembers(publication)
        // Of the first sequence some changes may be among those that have been deleted.
        if isTruncated {
            guard let firstSequence, publication.sequence > firstSequence else { return }
        }
        let index = next
        if index > 0, publications[index - 1].sequence == publication.sequence - 1 {
            check(publication, changes, ListChange.between(publications[index - 1], and: publication))
        } else if publication.previous.sequence == 0 {
            check(publication, changes, ListChange.between(nil, and: publication))
        } else {
            checkKinds(publication, changes)
        }
    }

    /// The members are those that entered and have not left, each since it entered.
    private mutating func checkMembers(_ publication: PublishedList) {
        for entry in publication.entries {
            let path = "entered_at of \(entry.account)"
            switch memberships[entry.account] {
            case nil:
                guard !isTruncated else { continue }
                addCross(publication, entry.account.domain, "no change says that \(entry.account) entered")
            case .some(let membership) where !membership.isMember:
                addCross(publication, entry.account.domain, "by the changes \(entry.account) has left")
            case .some(let membership):
                guard membership.since != entry.enteredAt else { continue }
                addCross(
                    publication,
                    path,
                    published: entry.enteredAt.description,
                    expected: membership.since.description,
                    "entered_at of \(entry.account) is \(entry.enteredAt), but by the changes it entered at \(membership.since)"
                )
            }
        }
        let members = Set(publication.members)
        for account in memberships.filter(\.value.isMember).keys.sorted() where !members.contains(account) {
            addCross(publication, account.domain, "by the changes \(account) has entered and not left")
        }
    }

    /// The changes are exactly those between the two publications.
    private mutating func check(
        _ publication: PublishedList,
        _ changes: [PublishedChange],
        _ expected: [ListChange]
    ) {
        let should = expected.map { $0.encoded() }
        for place in 0..<max(changes.count, should.count) {
            let written = place < changes.count ? changes[place].bytes : nil
            let wanted = place < should.count ? should[place] : nil
            guard written != wanted else { continue }
            addCross(
                publication,
                "changes[\(place)]",
                published: written.map { String(decoding: $0, as: UTF8.self) },
                expected: wanted.map { String(decoding: $0, as: UTF8.self) },
                """
                the change number \(place + 1) is \(written.map { String(decoding: $0, as: UTF8.self) } ?? "missing"),                 but from the list before follows \(wanted.map { String(decoding: $0, as: UTF8.self) } ?? "none")
                """
            )
            return
        }
    }

    /// Who entered and who left is the difference to the members before.
    private mutating func checkKinds(_ publication: PublishedList, _ changes: [PublishedChange]) {
        let (members, before) = (Set(publication.members), Set(publication.previous.members))
        func accounts(_ kind: ListChange.Kind) -> Set<AccountID> {
            Set(changes.filter { $0.kind == kind }.map(\.key.account))
        }
        let (entered, left) = (accounts(.entered), accounts(.left))
        if let account = entered.symmetricDifference(members.subtracting(before)).sorted().first {
            let what = entered.contains(account) ? "a change" : "no change"
            addCross(
                publication,
                account.domain,
                "\(what) says that \(account) entered, unlike the list and its previous members"
            )
        }
        if let account = left.symmetricDifference(before.subtracting(members)).sorted().first {
            let what = left.contains(account) ? "a change" : "no change"
            addCross(
                publication,
                account.domain,
                "\(what) says that \(account) left, unlike the list and its previous members"
            )
        }
    }

    private mutating func addCross(
        _ publication: PublishedList,
        _ path: String,
        published: String? = nil,
        expected: String? = nil,
        _ problem: String
    ) {
        crossFindings.append(
            VerificationFinding(
                .changes,
                list.text,
                sequence: publication.sequence,
                path: path,
                published: published,
                expected: expected,
                problem
            )
        )
    }

    private mutating func add(_ sequence: Int64, _ problem: String) {
        findings.append(VerificationFinding(.changes, list.text, sequence: sequence, problem))
    }
}
