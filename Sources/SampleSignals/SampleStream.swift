// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// An endless stream of vendors' records about invented companies, in the order of their arrival.
///
/// It begins with introductions, which tell every vendor's names for every company and their profiles. After them
/// come the records of usual days, most of them about few companies, and stories: a company raises money, looks for
/// data engineers, and its people look at prices. Some records are late, double or broken, as in life.
public struct SampleStream: Sendable {
    /// What will arrive at a known time.
    private enum Coming: Sendable {
        case copy(SampleRecord)
        case step(SampleActivity, company: Int)
    }

    private let settings: SampleSettings
    private let universe: SampleUniverse
    private var random: SplitMix64
    private var encoder = SampleEncoder()
    private var coming = ArrivalQueue<Coming>()
    private var serial: UInt64 = 0
    private var introduced = 0
    /// When the next usual record arrives, in microseconds after the start.
    private var clock: Int64 = 0
    /// How many days have had their stories laid out.
    private var days: Int64 = 0

    private static let introductions: [SamplePreset] = [
        .cloudEvents, .crunchbase, .salesforce, .hubSpot,
    ]
    private static let storiesPerDay = 8

    /// A stream of the given settings.
    public init(_ settings: SampleSettings) {
        self.settings = settings
        let count = min(max(1, settings.accounts), SampleSettings.maximumAccounts)
        universe = SampleUniverse(seed: settings.seed, count: count)
        random = SplitMix64(seed: settings.seed, 0)
    }

    /// How many of the first records are introductions.
    ///
    /// Vendors' topics are read side by side: who wants every company known writes these first and waits until they
    /// were read.
    public var introductionCount: Int { universe.count * Self.introductions.count }

    /// The next record.
    public mutating func next() -> SampleRecord {
        if introduced < introductionCount { return introduction() }
        while clock >= days * Self.microsecondsPerDay { layOutStories() }
        if let first = coming.first, first <= clock, let (microsecond, next) = coming.popFirst() {
            return record(of: next, at: microsecond)
        }
        defer { advance() }
        return usual()
    }

    private static let microsecondsPerDay = Timestamp.millisecondsPerDay * 1000

    private func moment(_ microsecond: Int64) -> Timestamp {
        Timestamp(milliseconds: settings.start.milliseconds + microsecond / 1000)
    }

    private mutating func introduction() -> SampleRecord {
        let preset = Self.introductions[introduced % Self.introductions.count]
        let company = universe.company(introduced / Self.introductions.count)
        introduced += 1
        // Old enough that everything the stream says later is newer.
        let month = 30 * Timestamp.millisecondsPerDay
        let time = Timestamp(milliseconds: settings.start.milliseconds - month)
        let occasion = occasion(company, .introduction, time: time, arrival: settings.start)
        return encoder.record(occasion, as: preset)
    }

    private mutating func record(of next: Coming, at microsecond: Int64) -> SampleRecord {
        let arrival = moment(microsecond)
        switch next {
        case .copy(var record):
            record.timestamp = arrival
            return record
        case .step(let activity, let index):
            let occasion = occasion(universe.company(index), activity, time: arrival, arrival: arrival)
            return encoder.record(occasion, as: activity.preset(&random))
        }
    }

    /// A record of a usual day, with a flaw now and then.
    private mutating func usual() -> SampleRecord {
        let flaw = pickFlaw()
        let arrival = moment(clock)
        var company = universe.active(&random)
        var activity = SampleActivity.pick(&random)
        switch flaw {
        case .unknownCompany:
            company = universe.stranger(&random)
            activity =
                random.chance(0.5)
                ? .round(stage: "seed", amountUSD: 1_000_000) : .opportunity(stage: "Qualification")
        case .freeMail:
            activity = .identify(person: random.below(12))
        default:
            activity = plausible(activity, at: company, isWrong: flaw == .wrongType)
        }
        let lateness = flaw == .late ? random.number(in: 86_400_000...864_000_000) : random.below(90_000)
        let time = Timestamp(milliseconds: arrival.milliseconds - Int64(lateness))
        var occasion = occasion(company, activity, time: time, arrival: arrival)
        occasion.isFreeMail = flaw == .freeMail
        occasion.moment.isWrong = flaw == .wrongType
        var record = encoder.record(occasion, as: activity.preset(&random))
        record.flaw = flaw
        if flaw == .truncated { record.value.removeLast(1 + random.below(record.value.count - 1)) }
        if flaw == .duplicate {
            coming.insert(.copy(record), at: clock + Int64(random.number(in: 1000...600_000_000)))
            record.flaw = nil
        }
        return record
    }

    /// The activity, or a look at a page where it would not happen there or would be right without its time.
    private mutating func plausible(
        _ activity: SampleActivity,
        at company: SampleCompany,
        isWrong: Bool
    ) -> SampleActivity {
        switch activity {
        case .identify where isWrong: .pageView(person: 0, path: "/")
        // Most companies have no deal under way.
        case .opportunity where company.stage == "prospect" && random.chance(0.9):
            .pageView(person: 0, path: "/")
        default: activity
        }
    }

    private mutating func pickFlaw() -> SampleFlaw? {
        var draw = random.fraction()
        let broken: [SampleFlaw] = [.truncated, .wrongType, .unknownCompany, .freeMail]
        for (share, flaws) in [
            (settings.lateShare, [.late]), (settings.duplicateShare, [.duplicate]),
            (settings.brokenShare, broken),
        ] {
            if draw < share { return random.pick(flaws, or: .truncated) }
            draw -= share
        }
        return nil
    }

    private mutating func occasion(
        _ company: SampleCompany,
        _ activity: SampleActivity,
        time: Timestamp,
        arrival: Timestamp
    ) -> SampleOccasion {
        defer { serial += 1 }
        return SampleOccasion(
            company: company,
            activity: activity,
            moment: SampleMoment(time: time, isWrong: false),
            arrival: arrival,
            serial: serial,
            random: SplitMix64(seed: settings.seed, 5, serial)
        )
    }

    private mutating func advance() {
        let day = Timestamp.millisecondsPerDay
        let millisecond = moment(clock).milliseconds
        let factor = settings.followsDay ? SampleDay.factor(at: (millisecond % day + day) % day) : 1
        let rate = settings.recordsPerSecond > 0 ? settings.recordsPerSecond : 1
        let gap = 1_000_000 / (rate * factor) * (0.5 + random.fraction())
        clock += Int64(min(max(1, gap), 1e12))
    }

    /// Lays the stories of the next day out, one every few hours.
    private mutating func layOutStories() {
        for place in 0..<Self.storiesPerDay {
            let number = Int(days) * Self.storiesPerDay + place
            let story = SampleStory(number: number, &random)
            let company = universe.storyCompany(random.below(universe.count))
            let begin = place * 1440 / Self.storiesPerDay + random.below(30)
            for step in story.steps {
                let minute = Int64(begin + step.minute)
                coming.insert(
                    .step(step.activity, company: company),
                    at: days * Self.microsecondsPerDay + minute * 60_000_000
                )
            }
        }
        days += 1
    }
}
