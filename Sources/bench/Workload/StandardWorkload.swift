// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// The standard workload: seeded signals as they stand in the journal, one behind another in memory.
///
/// Accounts are drawn with probabilities as 1/rank (Zipf's law); about 365 bytes an event; 5 % happened up to thirty
/// days earlier than those around them, and 1 % are events that came before.
struct StandardWorkload {
    /// What is made.
    struct Size: Hashable {
        /// How many events.
        var events = 2_000_000
        /// How many accounts there are to draw from; the rarest may not come.
        var accounts = 200_000
        /// What all draws follow from.
        var seed: UInt64 = 1
    }

    /// The events' bytes.
    let bytes: [UInt8]
    /// Where each event ends; it begins where the one before ends.
    let ends: [Int]

    /// The moment of the first event; each of the others is a millisecond later than the one before.
    static let start = Timestamp(milliseconds: 1_763_719_200_000)
    /// The time of the last event of a workload of this size, which is a fair instant to score at.
    static func end(of size: Size) -> Timestamp {
        Timestamp(milliseconds: start.milliseconds + Int64(size.events))
    }

    init(_ size: Size) {
        var random = SeededNumbers(seed: size.seed)
        let ranks = ZipfRanks(count: size.accounts)
        var writer = JSONWriter()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size.events * 372)
        var ends: [Int] = []
        ends.reserveCapacity(size.events)
        for number in 0..<size.events {
            if number > 0, random.isOneIn(100) {
                let earlier = random.below(number)
                bytes += Array(bytes[(earlier == 0 ? 0 : ends[earlier - 1])..<ends[earlier]])
            } else {
                writer.reset()
                EventCodec.encode(Self.event(number, ranks, &random), into: &writer)
                bytes += writer.bytes
            }
            ends.append(bytes.count)
        }
        self.bytes = bytes
        self.ends = ends
    }

    /// The bytes of an event, by its number.
    func range(of number: Int) -> Range<Int> {
        (number == 0 ? 0 : ends[number - 1])..<ends[number]
    }

    private static let kinds = ["engagement", "funding", "job_post", "tech_change"]
    private static let titles = [
        "Head of Data", "Senior Platform Engineer", "Kafka Engineer", "Account Executive",
    ]

    private static func event(_ number: Int, _ ranks: ZipfRanks, _ random: inout SeededNumbers) -> Event {
        let account = ranks.draw(&random)
        let recorded = start.milliseconds + Int64(number)
        let late = random.isOneIn(20) ? Int64(random.below(30 * 86_400_000)) : Int64(random.below(60_000))
        // Most signals are of the kinds that are cheap to send.
        let kind = kinds[[0, 0, 0, 0, 2, 2, 3, 1][random.below(8)]]
        return Event(
            id: "evt-\(1_000_000_000 + number)",
            source: "vendor-\(random.below(6))/signals",
            account: AccountID(domain: "company-\(100_000 + account).com"),
            time: Timestamp(milliseconds: recorded - late),
            recordedTime: Timestamp(milliseconds: recorded),
            payload: .signal(
                Signal(
                    kind: kind,
                    attributes: attributes(of: kind, &random),
                    person: kind == "engagement" ? "person-\(random.below(40))" : nil,
                    vendor: "made-up vendor of the standard workload"
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
