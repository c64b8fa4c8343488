// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// The work on one record: what it may use, and what it has yielded so far.
struct RecordSession {
    let record: SourceRecord
    let now: Timestamp
    /// The aliases before the record.
    let aliases: AliasTable
    /// The aliases that the record has taught, which its later elements already see.
    private(set) var learned = AliasTable()
    private(set) var outcome = IngestOutcome()
    /// Bytes of text in the events so far.
    private var eventBytes = 0
    /// The bad elements: which, and why.
    private var faults: [(position: Int, fault: IngestFault)] = []

    init(record: SourceRecord, aliases: AliasTable, now: Timestamp) {
        self.record = record
        self.aliases = aliases
        self.now = now
    }

    /// What a key means itself, before chains are followed.
    func target(of key: AliasKey) -> AccountID? {
        learned.target(of: key) ?? aliases.target(of: key)
    }

    /// The account that stands for `account` now.
    func current(_ account: AccountID) throws(AccountRefusal) -> AccountID {
        guard learned.count > 0 else { return try aliases.current(account) }
        var current = account
        for _ in 0...AliasTable.chainLimit {
            let key = AliasKey(namespace: AliasKey.domainNamespace, canonical: current.domain)
            guard let next = target(of: key), next != current else { return current }
            current = next
        }
        throw .aliasCycle
    }

    /// Takes what a good element yields.
    mutating func accept(_ element: ElementYield, limits: IngestLimits) throws(IngestFault) {
        let bytes = element.events.reduce(eventBytes) { $0 + $1.textBytes }
        guard bytes <= limits.eventBytesPerRecord else {
            throw IngestFault(
                .fanOutTooLarge,
                "the record makes more than \(limits.eventBytesPerRecord) bytes of events"
            )
        }
        eventBytes = bytes
        if element.events.isEmpty, element.aliases.isEmpty { outcome.ignored += 1 }
        outcome.events += element.events
        outcome.aliases += element.aliases
        for alias in element.aliases { learned.apply(alias) }
    }

    /// Takes note of an element that is ignored by design.
    mutating func ignore() {
        outcome.ignored += 1
    }

    /// Takes note of a bad element; `position` counts from 0.
    mutating func refuse(_ position: Int, _ fault: IngestFault) {
        faults.append((position, fault))
    }

    /// The outcome, with a dead letter if there were bad elements among the `count`.
    func finished(count: Int) -> IngestOutcome {
        guard let first = faults.first else { return outcome }
        var outcome = outcome
        var message = first.fault.detail
        if count > 1 {
            let parts = faults.prefix(20).map {
                "#\($0.position) \($0.fault.reason.rawValue): \($0.fault.detail)"
            }
            message = "\(faults.count) of \(count) elements: \(parts.joined(separator: "; "))"
        }
        outcome.deadLetter = DeadLetter(reason: first.fault.reason, message: message)
        return outcome
    }
}
