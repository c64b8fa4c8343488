// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a company does.
struct SampleIndustry: Hashable, Sendable {
    /// The word that profiles carry.
    let name: String
    /// What is added to a company's name.
    let trade: String
    /// How many companies of a hundred do it.
    let share: Int

    /// All of them; shares sum to 100.
    static let all = [
        SampleIndustry(name: "software", trade: "Systems", share: 26),
        SampleIndustry(name: "fintech", trade: "Finance", share: 10),
        SampleIndustry(name: "internet", trade: "Online", share: 8),
        SampleIndustry(name: "healthcare", trade: "Health", share: 10),
        SampleIndustry(name: "logistics", trade: "Logistics", share: 8),
        SampleIndustry(name: "manufacturing", trade: "Industries", share: 10),
        SampleIndustry(name: "retail", trade: "Retail", share: 8),
        SampleIndustry(name: "media", trade: "Media", share: 6),
        SampleIndustry(name: "energy", trade: "Energy", share: 5),
        SampleIndustry(name: "education", trade: "Learning", share: 5),
        SampleIndustry(name: "insurance", trade: "Insurance", share: 4),
    ]

    /// One of them, as often as its share says.
    static func pick(_ random: inout SplitMix64) -> SampleIndustry {
        var rest = random.below(100)
        for industry in all {
            rest -= industry.share
            if rest < 0 { return industry }
        }
        return all[0]
    }
}
