// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
internal import JSON

/// The standard workload: seeded signals as they stand in the journal, one behind another in memory.
///
/// Accounts are drawn with probabilities as 1/rank (Zipf's law); about 365 bytes an event; 5 % happened up to thirty
/// days earlier than those around them, and 1 % are events that came before.
public struct StandardWorkload: Sendable {
    /// What is made.
    public struct Size: Hashable, Sendable {
        /// How many events.
        public var events: Int
        /// How many accounts there are to draw from; the rarest may not come.
        public var accounts: Int
        /// What all draws follow from.
        public var seed: UInt64
        /// The moment of the first event; each of the others is recorded a millisecond later than the one before.
        public var start: Timestamp

        /// A size; that of the standard, unless it is said otherwise.
        public init(
            events: Int = 2_000_000,
            accounts: Int = 200_000,
            seed: UInt64 = 1,
            start: Timestamp = Timestamp(milliseconds: 1_763_719_200_000)
        ) {
            self.events = events
            self.accounts = accounts
            self.seed = seed
            self.start = start
        }

        /// The moment behind the last event, which is a fair instant to score at.
        public var end: Timestamp { Timestamp(milliseconds: start.milliseconds + Int64(events)) }
    }

    /// How the events are written.
    public enum Form: String, Sendable {
        /// As they stand in the journal.
        case canonical
        /// As a vendor's rows, which the preset `flat` turns into the same events.
        case flat
    }

    /// The events' bytes.
    public let bytes: [UInt8]
    /// Where each event ends; it begins where the one before ends.
    public let ends: [Int]
    /// The number of each event's account.
    private let accounts: [Int32]

    /// Makes the workload.
    public init(_ size: Size, as form: Form = .canonical) {
        var random = SeededNumbers(seed: size.seed)
        let ranks = ZipfRanks(count: size.accounts)
        var writer = JSONWriter()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size.events * 372)
        var ends: [Int] = []
        ends.reserveCapacity(size.events)
        var accounts: [Int32] = []
        accounts.reserveCapacity(size.events)
        for number in 0..<max(0, size.events) {
            if number > 0, random.isOneIn(100) {
                let earlier = random.below(number)
                bytes += Array(bytes[(earlier == 0 ? 0 : ends[earlier - 1])..<ends[earlier]])
                accounts.append(accounts[earlier])
            } else {
                let account = ranks.draw(&random)
                let event = Self.event(number, of: account, at: size.start, &random)
                writer.reset()
                switch form {
                case .canonical: EventCodec.encode(event, into: &writer)
                case .flat: FlatRow.encode(event, into: &writer)
                }
                writer.withBytes { event in
                    unsafe event.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
                }
                accounts.append(Int32(account))
            }
            ends.append(bytes.count)
        }
        self.bytes = bytes
        self.ends = ends
        self.accounts = accounts
    }

    /// How many events there are.
    public var count: Int { ends.count }

    /// The bytes of an event, by its number.
    public func range(of number: Int) -> Range<Int> {
        (number == 0 ? 0 : ends[number - 1])..<ends[number]
    }

    /// The account of an event, which is the key of its record.
    public func account(of number: Int) -> String {
        Self.domain(of: Int(accounts[number]))
    }

    private static func domain(of account: Int) -> String {
        "company-\(100_000 + account).com"
    }

    private static let kinds = ["engagement", "funding", "job_post", "tech_change"]
    private static let titles = [
        "Head of Data", "Senior Platform Engineer", "Kafka Engineer", "Account Executive",
    ]

    private static func event(
        _ number: Int,
        of account: Int,
        at start: Timestamp,
        _ random: inout SeededNumbers
    ) -> Event {
        let recorded = start.milliseconds + Int64(number)
        let late = random.isOneIn(20) ? Int64(random.below(30 * 86_400_000)) : Int64(random.below(60_000))
        // Most signals are of the kinds that are cheap to send.
        let kind = kinds[[0, 0, 0, 0, 2, 2, 3, 1][random.below(8)]]
        return Event(
            id: "evt-\(1_000_000_000 + number)",
            source: "vendor-\(random.below(6))/signals",
            account: AccountID(domain: domain(of: account)),
            time: Timestamp(milliseconds: recorded - late),
            recordedTime: Timestamp(milliseconds: recorded),
            payload: .signal(
                Signal(
                    kind: kind,
                    attributes: attributes(of: kind, &random),
                    person: kind == "engagement" ? "person-\(random.below(40))" : nil,
                    vendor: "a made-up vendor"
                )
            )
        )
    }

    private static func attributes(of kind: String, _ random: inout SeededNumbers) -> [Attribute] {
        switch kind {
        case "funding":
            [
                Attribute("round", .string("series_\(["a", "b", "c", "d"][random.below(4)])")),
                Attribute("amount_usd", .number(Double(100_000 * (1 + random.below(900))))),
            ]
        case "job_post":
            [
                Attribute("title", .string(titles[random.below(titles.count)])),
                Attribute("location", .string("Berlin")),
            ]
        case "tech_change":
            [
                Attribute("technology", .string("technology \(random.below(300))")),
                Attribute("change", .string("added")),
            ]
        default:
            [
                Attribute("page", .string("/pricing/\(random.below(50))")),
                Attribute("action", .string("viewed")),
            ]
        }
    }
}
