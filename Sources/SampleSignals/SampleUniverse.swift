// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// All companies of a stream, made when they are asked for.
struct SampleUniverse: Hashable, Sendable {
    let seed: UInt64
    /// How many companies there are.
    let count: Int

    /// The company `index`.
    func company(_ index: Int) -> SampleCompany {
        SampleCompany(index: index, seed: seed, isFitting: isInStories(index))
    }

    /// A company that others were never told of.
    func stranger(_ random: inout SplitMix64) -> SampleCompany {
        let index = SampleSettings.maximumAccounts + random.below(SampleUniverse.strangers)
        return SampleCompany(index: index, seed: seed, isFitting: false)
    }

    /// A company by how much happens there: a few much, most little.
    ///
    /// Who is busy has nothing to do with the index, of which the first ones have the stories.
    func active(_ random: inout SplitMix64) -> SampleCompany {
        let rank = random.rank(below: count)
        let offset = Int(seed % UInt64(count))
        return company((rank + offset) % count)
    }

    /// The companies that stories are told of: every seventeenth.
    func storyCompany(_ number: Int) -> Int {
        let stories = (count + Self.storyDistance - 1) / Self.storyDistance
        return number % stories * Self.storyDistance
    }

    private func isInStories(_ index: Int) -> Bool {
        index % Self.storyDistance == 0
    }

    /// How many companies are kept for records about strangers.
    static let strangers = 1000

    private static let storyDistance = 17
}
