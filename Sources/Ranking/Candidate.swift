// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Scoring

/// One account of a candidate list: all that a published entry says, but for its rank and rendered text.
///
/// Numbers are in hundredths, `floor(100·x + 0.5)`, as they are published.
public struct Candidate: Hashable, Sendable {
    /// The points of one kind of signal.
    public struct KindPoints: Hashable, Sendable {
        /// The kind's name.
        public var kind: String
        /// Hundredths of a point; below 0 for a kind that dampens.
        public var points: Int

        /// The `points` of `kind`.
        public init(kind: String, points: Int) {
            self.kind = kind
            self.points = points
        }
    }

    /// A signal that put the account where it is.
    public struct Reason: Hashable, Sendable {
        /// The signal's kind.
        public var kind: String
        /// When it happened.
        public var time: Timestamp
        /// Hundredths of a point; below 0 for a kind that dampens.
        public var points: Int
        /// The signal's id.
        public var id: String
        /// The attributes that its text is made from.
        public var detail: SignalDetail

        /// A reason of the given parts.
        public init(kind: String, time: Timestamp, points: Int, id: String, detail: SignalDetail) {
            self.kind = kind
            self.time = time
            self.points = points
            self.id = id
            self.detail = detail
        }

        /// Whether it is the same signal, told in the same words, whatever its points have decayed to.
        func isSameSignal(as other: Reason) -> Bool {
            kind == other.kind && time == other.time && id == other.id && detail == other.detail
        }
    }

    private struct Content: Hashable, Sendable {
        var account: AccountID
        var name: String?
        var urgency: Int
        var fit: Int
        var heat: Int
        var grade: Grade
        var intent: [KindPoints]
        var persons: Int
        var latestSignal: Timestamp
        var reasons: [Reason]
        var encoding = Encoding()
    }

    /// The bytes that are sent of a candidate, where they have been written once; they follow from all else.
    private struct Encoding: Hashable, Sendable {
        var bytes: [UInt8]?

        static func == (left: Encoding, right: Encoding) -> Bool { true }

        func hash(into hasher: inout Hasher) {}
    }

    /// One element: copies share its memory until one of them changes, since candidates stand in several lists and in what
    /// was sent of them.
    private var content: [Content]

    /// The account.
    public var account: AccountID {
        get { content[0].account }
        set { if content[0].account != newValue { change { $0.account = newValue } } }
    }
    /// The profile's name.
    public var name: String? {
        get { content[0].name }
        set { if content[0].name != newValue { change { $0.name = newValue } } }
    }
    /// u: 0…10 000.
    public var urgency: Int {
        get { content[0].urgency }
        set { if content[0].urgency != newValue { change { $0.urgency = newValue } } }
    }
    /// F: 0…100.
    public var fit: Int {
        get { content[0].fit }
        set { if content[0].fit != newValue { change { $0.fit = newValue } } }
    }
    /// H: 0…10 000.
    public var heat: Int {
        get { content[0].heat }
        set { if content[0].heat != newValue { change { $0.heat = newValue } } }
    }
    /// The grade.
    public var grade: Grade {
        get { content[0].grade }
        set { if content[0].grade != newValue { change { $0.grade = newValue } } }
    }
    /// The points of each kind that has any, largest first, then in byte order of the names.
    public var intent: [KindPoints] {
        get { content[0].intent }
        set { if content[0].intent != newValue { change { $0.intent = newValue } } }
    }
    /// Distinct persons seen within the committee's window.
    public var persons: Int {
        get { content[0].persons }
        set { if content[0].persons != newValue { change { $0.persons = newValue } } }
    }
    /// The time of the latest signal that counts.
    public var latestSignal: Timestamp {
        get { content[0].latestSignal }
        set { if content[0].latestSignal != newValue { change { $0.latestSignal = newValue } } }
    }
    /// The signals with the most points, at most three.
    public var reasons: [Reason] {
        get { content[0].reasons }
        set { if content[0].reasons != newValue { change { $0.reasons = newValue } } }
    }

    /// A candidate of the given parts.
    public init(
        account: AccountID,
        name: String?,
        urgency: Int,
        fit: Int,
        heat: Int,
        grade: Grade,
        intent: [KindPoints],
        persons: Int,
        latestSignal: Timestamp,
        reasons: [Reason]
    ) {
        content = [
            Content(
                account: account,
                name: name,
                urgency: urgency,
                fit: fit,
                heat: heat,
                grade: grade,
                intent: intent,
                persons: persons,
                latestSignal: latestSignal,
                reasons: reasons
            )
        ]
    }

    private mutating func change(_ body: (inout Content) -> Void) {
        body(&content[0])
        content[0].encoding.bytes = nil
    }

    /// The bytes that are sent of it, if they are kept.
    var encoding: [UInt8]? { content[0].encoding.bytes }

    /// Keeps the bytes that are sent of it until something of it changes; `writer` is room to write them.
    mutating func keepEncoding(_ writer: inout WireWriter) {
        guard content[0].encoding.bytes == nil else { return }
        writer.reset()
        write(to: &writer)
        // Without the room to grow that the writer has.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(writer.bytes.count)
        bytes.append(contentsOf: writer.bytes)
        content[0].encoding.bytes = bytes
    }

    /// What decides its rank.
    public var standing: Standing {
        Standing(urgency: urgency, latestSignal: latestSignal, account: account)
    }

    /// Whether it is worth sending again: another grade or reason, or an urgency that moved enough.
    func isChanged(from sent: Candidate, under policy: PublishPolicy) -> Bool {
        grade != sent.grade || policy.isMove(from: sent.urgency, to: urgency)
            || reasons.count != sent.reasons.count
            || !zip(reasons, sent.reasons).allSatisfy { $0.isSameSignal(as: $1) }
    }
}
