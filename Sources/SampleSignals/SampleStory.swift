// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// Something that goes on at one company for hours, so that a ranking is seen to move.
struct SampleStory: Hashable, Sendable {
    /// One thing that happens in it.
    struct Step: Hashable, Sendable {
        /// Minutes after the story began.
        var minute: Int
        var activity: SampleActivity
    }

    /// What happens, in no order.
    var steps: [Step]

    /// Story `number`; four kinds take turns.
    init(number: Int, _ random: inout SplitMix64) {
        switch number % 4 {
        case 0: steps = Self.growth(&random)
        case 1: steps = Self.evaluation(&random)
        case 2: steps = Self.decline(&random)
        default: steps = Self.win(&random)
        }
    }

    /// A round, then data engineers are wanted, then several people look at the prices.
    private static func growth(_ random: inout SplitMix64) -> [Step] {
        let amount = random.number(in: 25...70) * 1_000_000
        let titles = [
            "Senior Data Engineer", "Data Platform Engineer", "Staff Engineer, Kafka", "Head of Data",
        ]
        var steps = [
            Step(minute: 0, activity: .round(stage: "series_b", amountUSD: amount)),
            Step(minute: 35, activity: .news(category: "receives_financing", amount: amount)),
            Step(minute: 150, activity: .technology(name: "Snowflake", isAdded: true)),
        ]
        for (place, title) in titles.enumerated() {
            steps.append(Step(minute: 60 + place * 20, activity: .jobPost(title: title)))
        }
        return steps + visitors(from: 180, count: 5, &random)
    }

    /// A team tries the product out.
    private static func evaluation(_ random: inout SplitMix64) -> [Step] {
        [
            Step(minute: 0, activity: .track(person: 0, event: "Trial Started")),
            Step(minute: 20, activity: .technology(name: "Kafka", isAdded: true)),
            Step(minute: 25, activity: .group(person: 0)),
            Step(minute: 140, activity: .form(person: 1, name: "Contact sales")),
        ] + visitors(from: 30, count: 6, &random)
    }

    /// People are let go after a hopeful morning.
    private static func decline(_ random: inout SplitMix64) -> [Step] {
        visitors(from: 0, count: 3, &random) + [
            Step(minute: 10, activity: .jobPost(title: "Data Engineer")),
            Step(minute: 200, activity: .news(category: "decreases_headcount_by", amount: 120)),
        ]
    }

    /// A deal is made.
    private static func win(_ random: inout SplitMix64) -> [Step] {
        visitors(from: 0, count: 4, &random) + [
            Step(minute: 40, activity: .form(person: 0, name: "Contact sales")),
            Step(minute: 60, activity: .disposition(action: "worked", days: 1)),
            Step(minute: 90, activity: .opportunity(stage: "Negotiation/Review")),
            Step(minute: 240, activity: .opportunity(stage: "Closed Won")),
        ]
    }

    private static func visitors(from minute: Int, count: Int, _ random: inout SplitMix64) -> [Step] {
        (0..<count * 2).map { place in
            let path = place % 2 == 0 ? "/pricing" : "/docs/quickstart"
            let activity = SampleActivity.pageView(person: place / 2, path: path)
            return Step(minute: minute + place * 9 + random.below(9), activity: activity)
        }
    }
}
