// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What became of one record: events, aliases, a dead letter, or nothing by design.
///
/// Good elements of a record become events also if other elements are bad; the record then goes to the dead
/// letters once, whole. What it yielded already carries ids, so that sending it again counts nothing twice.
public struct IngestOutcome: Hashable, Sendable {
    /// Events for the journal, in order; keyed by their accounts.
    public var events: [Event] = []
    /// Facts for `<id>.aliases`, in order; the caller also applies them to its table.
    public var aliases: [Alias] = []
    /// Why the record goes to the dead letters; nil where it does not.
    public var deadLetter: DeadLetter?
    /// Elements of the record that a rule ignores, or that say nothing new.
    public var ignored = 0

    /// An outcome without anything yet.
    public init() {}

    /// A record that is of no use as a whole.
    init(_ fault: IngestFault) {
        deadLetter = DeadLetter(reason: fault.reason, message: fault.detail)
    }
}
