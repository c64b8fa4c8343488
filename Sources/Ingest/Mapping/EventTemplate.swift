// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How a canonical event is made of a record.
public struct EventTemplate: Hashable, Sendable {
    /// How an event's id is made.
    public struct Identifier: Hashable, Sendable {
        /// The parts of which it is made.
        public var parts: [FieldExpression]
        /// Whether it is a digest of the parts, of which some may be absent; otherwise they are joined by `:`, and
        /// none may.
        public var isDigest: Bool

        /// An id made of `parts`.
        public init(_ parts: [FieldExpression], isDigest: Bool = false) {
            self.parts = parts
            self.isDigest = isDigest
        }
    }

    /// How a signal is made.
    public struct Signal: Hashable, Sendable {
        /// The kind.
        public var kind: FieldExpression
        /// The attributes, in the order in which they are written.
        public var attributes: [NamedExpression]
        /// Attributes taken of objects whole, after `attributes`.
        public var spreads: [MemberSpread]
        /// The person; a value with an `@` is hashed with the person key.
        public var person: FieldExpression?
        /// Whether the person is known to be given by e-mail address, for which a person key must be configured.
        public var personIsEmail: Bool
        /// The vendor.
        public var vendor: FieldExpression?

        /// A signal of a kind.
        public init(
            kind: FieldExpression,
            attributes: [NamedExpression] = [],
            spreads: [MemberSpread] = [],
            person: FieldExpression? = nil,
            personIsEmail: Bool = false,
            vendor: FieldExpression? = nil
        ) {
            self.kind = kind
            self.attributes = attributes
            self.spreads = spreads
            self.person = person
            self.personIsEmail = personIsEmail
            self.vendor = vendor
        }
    }

    /// How a change of the profile is made.
    public struct Profile: Hashable, Sendable {
        /// Fields written whole; absent values change nothing.
        public var set: [NamedExpression]
        /// Fields taken of objects whole, after `set`.
        public var spreads: [MemberSpread]
        /// Words added to set fields.
        public var add: [NamedExpression]
        /// Words removed from set fields.
        public var remove: [NamedExpression]

        /// A change of the given fields.
        public init(
            set: [NamedExpression] = [],
            spreads: [MemberSpread] = [],
            add: [NamedExpression] = [],
            remove: [NamedExpression] = []
        ) {
            self.set = set
            self.spreads = spreads
            self.add = add
            self.remove = remove
        }
    }

    /// How a disposition is made.
    public struct Disposition: Hashable, Sendable {
        /// `worked`, `snoozed` or `dismissed`.
        public var action: FieldExpression
        /// Until when.
        public var until: TimeExpression?
        /// The queue; absent for all.
        public var queue: FieldExpression?
        /// Who did it.
        public var by: FieldExpression?

        /// A disposition with the given action.
        public init(
            action: FieldExpression,
            until: TimeExpression? = nil,
            queue: FieldExpression? = nil,
            by: FieldExpression? = nil
        ) {
            self.action = action
            self.until = until
            self.queue = queue
            self.by = by
        }
    }

    /// What the event says.
    public enum Payload: Hashable, Sendable {
        /// A buying signal.
        case signal(Signal)
        /// An earlier signal is taken back: its source and its id.
        case retract(source: FieldExpression, id: Identifier)
        /// A change of the profile; no event where nothing would change.
        case account(Profile)
        /// Somebody did something with the account.
        case disposition(Disposition)
        /// The account was an alias of another.
        case superseded(by: AccountExpression)
        /// Forget the account's state.
        case erase
    }

    /// The event's source.
    public var source: FieldExpression
    /// The event's id, unique within the source.
    public var id: Identifier
    /// When it happened.
    public var time: TimeExpression
    /// What it says.
    public var payload: Payload

    /// An event of the given identity, time and payload.
    public init(source: FieldExpression, id: Identifier, time: TimeExpression, payload: Payload) {
        self.source = source
        self.id = id
        self.time = time
        self.payload = payload
    }
}
