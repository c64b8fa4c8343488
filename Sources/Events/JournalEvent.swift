// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import JSON

/// The event that a record of the journal holds: a signal in the form that is quick to fold, or another event.
///
/// Keep one and read one record after the other: the memory is used again. It is not copied, since whoever copied one
/// for each event would count the references to all of its arrays.
public struct JournalEvent: ~Copyable, Sendable {
    /// The signal; means nothing while there is another event.
    public private(set) var signal = CompactSignal()
    /// The event, if it is no signal; none or one, in memory of its own, so that the large value is not copied with
    /// each signal.
    @usableFromInline private(set) var others: [Event] = []

    /// The hash of the account's domain, which is found out once for all who look the account up.
    public private(set) var accountHash: UInt32 = 0

    /// The event, if it is no signal.
    public var other: Event? { others.first }

    /// Whether it is a signal.
    @inlinable
    public var isSignal: Bool { others.isEmpty }

    /// No event yet.
    public init() {}

    /// Reads the signal in a record that has the canonical form, in place of the last event; false for any other.
    mutating func readCanonical(_ record: Span<UInt8>, limits: JSONLimits) -> Bool {
        guard signal.readCanonical(record, limits: limits) else { return false }
        if !others.isEmpty { others.removeAll() }
        accountHash = AccountID.hash(signal.bytes.span.extracting(signal.account))
        return true
    }

    /// Reads the event in the object `node`, in place of the last; account and both times must be there.
    ///
    /// - Throws: why there is none that the journal can hold; what is here then means nothing.
    mutating func read(
        _ document: borrowing JSONDocument,
        _ node: JSONNode
    ) throws(EventDecodeError) {
        others.removeAll()
        if try signal.read(document, node) {
            accountHash = AccountID.hash(signal.bytes.span.extracting(signal.account))
        } else {
            let other = try EventCodec.decode(document, node)
            accountHash = AccountID.hash(other.account.domain.utf8.span)
            others.append(other)
        }
    }

    /// When `ingest` accepted it.
    public var recordedTime: Timestamp { other?.recordedTime ?? signal.recordedTime }

    /// The CloudEvents `type`, such as `hotlist.signal.v1`.
    public var type: String { other?.payload.type ?? CompactSignal.type }

    /// Whether it is about the account of this id, in UTF-8.
    public func isOf(_ account: Span<UInt8>) -> Bool {
        guard let other = others.first else { return signal.holds(signal.account, account) }
        let domain = other.account.domain.utf8.span
        guard domain.count == account.count else { return false }
        for place in domain.indices where domain[place] != account[place] { return false }
        return true
    }

    /// The account it is about.
    public var account: AccountID {
        if let other { return other.account }
        let domain = signal.bytes.span.extracting(signal.account)
        // A domain that was read is ASCII.
        return AccountID(domain: unsafe String(copying: UTF8Span(unchecked: domain, isKnownASCII: true)))
    }
}
