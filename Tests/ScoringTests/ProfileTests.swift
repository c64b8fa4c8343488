// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring
import Testing

@Suite struct ProfileTests {
    private func stamp(_ time: Int64, _ offset: Int64 = 0) -> Stamp {
        Stamp(time: Timestamp(milliseconds: time), offset: offset)
    }

    private func set(_ field: String, _ value: AttributeValue?) -> ProfileChange {
        ProfileChange(set: [.init(field: field, value: value)])
    }

    private func add(_ field: String, _ words: String...) -> ProfileChange {
        ProfileChange(add: [.init(field: field, words: words)])
    }

    private func remove(_ field: String, _ words: String...) -> ProfileChange {
        ProfileChange(remove: [.init(field: field, words: words)])
    }

    @Test func `each field keeps its newest write, ties go to the larger offset`() {
        var profile = Profile()
        #expect(profile.apply(set("industry", .string("software")), at: stamp(10, 1)).changed)
        #expect(!profile.apply(set("industry", .string("retail")), at: stamp(9, 2)).changed)
        #expect(profile[field: "industry"] == .string("software"))
        #expect(profile.apply(set("employees", .number(200)), at: stamp(9, 3)).changed)
        #expect(profile.apply(set("industry", .string("fintech")), at: stamp(10, 4)).changed)
        #expect(profile[field: "industry"] == .string("fintech"))
        #expect(profile.attributes.map(\.name) == ["employees", "industry"])
    }

    @Test func `null removes a field and keeps the stamp`() {
        var profile = Profile()
        profile.apply(set("owner", .string("maria")), at: stamp(10, 1))
        #expect(profile.apply(set("owner", nil), at: stamp(20, 2)).changed)
        #expect(profile[field: "owner"] == nil)
        #expect(!profile.apply(set("owner", .string("late")), at: stamp(15, 3)).changed)
        #expect(profile[field: "owner"] == nil)
        #expect(profile.attributes.isEmpty)
    }

    @Test func `words are added and removed one by one`() {
        var profile = Profile()
        profile.apply(add("technologies", "Kafka", "Snowflake"), at: stamp(10, 1))
        profile.apply(remove("technologies", "KAFKA"), at: stamp(20, 2))
        #expect(!profile.apply(add("technologies", "kafka"), at: stamp(15, 3)).changed)
        #expect(profile[field: "technologies"] == .strings(["Snowflake"]))
        profile.apply(add("technologies", "kafka", "airflow", "snowFlake"), at: stamp(30, 4))
        #expect(profile[field: "technologies"] == .strings(["airflow", "kafka", "snowFlake"]))
    }

    @Test func `a whole write drops older words and leaves newer ones`() {
        var profile = Profile()
        profile.apply(add("flags", "old"), at: stamp(10, 1))
        profile.apply(add("flags", "new"), at: stamp(30, 2))
        #expect(profile.apply(set("flags", .strings(["whole"])), at: stamp(20, 3)).changed)
        #expect(profile[field: "flags"] == .strings(["new", "whole"]))
        #expect(!profile.apply(add("flags", "late"), at: stamp(19, 4)).changed)
        profile.apply(set("flags", .strings([])), at: stamp(40, 5))
        #expect(profile[field: "flags"] == .strings([]))
        profile.apply(set("flags", nil), at: stamp(50, 6))
        #expect(profile[field: "flags"] == nil)
    }

    @Test func `a set is known if it holds a word or was written whole`() {
        var profile = Profile()
        profile.apply(remove("flags", "competitor"), at: stamp(10, 1))
        #expect(profile[field: "flags"] == nil)
        profile.apply(add("flags", "competitor"), at: stamp(11, 2))
        #expect(profile[field: "flags"] == .strings(["competitor"]))
    }

    @Test func `one change writes first, then adds, then removes`() {
        var profile = Profile()
        let change = ProfileChange(
            set: [.init(field: "flags", value: .strings(["a", "b"]))],
            add: [.init(field: "flags", words: ["c", "d"])],
            remove: [.init(field: "flags", words: ["a", "d"])]
        )
        #expect(profile.apply(change, at: stamp(1)).changed)
        #expect(profile[field: "flags"] == .strings(["b", "c"]))
    }

    @Test func `writes give the same profile in whatever order they come`() {
        let changes: [(ProfileChange, Stamp)] = [
            (set("flags", .strings(["a", "b"])), stamp(10, 1)), (add("flags", "c"), stamp(5, 2)),
            (add("flags", "d"), stamp(15, 3)), (remove("flags", "b"), stamp(12, 4)),
            (set("flags", .string("scalar")), stamp(11, 5)), (add("flags", "A"), stamp(13, 6)),
        ]
        var expected = Profile()
        for (change, stamp) in changes { expected.apply(change, at: stamp) }
        #expect(expected[field: "flags"] == .strings(["A", "d"]))
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            var profile = Profile()
            for (change, stamp) in changes.shuffled(using: &generator) { profile.apply(change, at: stamp) }
            #expect(profile == expected)
        }
    }

    @Test func `sixty-four free fields are kept, and known ones always`() {
        var profile = Profile()
        for index in 0..<64 { profile.apply(set("free\(index)", .number(1)), at: stamp(Int64(index))) }
        #expect(profile.apply(set("one_more", .number(1)), at: stamp(100)) == (false, 1))
        #expect(profile[field: "one_more"] == nil)
        #expect(profile.apply(set("industry", .string("software")), at: stamp(100)) == (true, 0))
        // A removed field makes room.
        profile.apply(set("free9", nil), at: stamp(100))
        #expect(profile.apply(set("one_more", .number(1)), at: stamp(101)) == (true, 0))
        #expect(profile.fields.count == 65)
    }

    @Test func `five hundred and twelve words are kept, removed ones make room`() {
        var profile = Profile()
        let words = (0..<513).map { "w\($0)" }
        #expect(profile.apply(set("technologies", .strings(words)), at: stamp(1)) == (true, 1))
        #expect(profile.apply(add("technologies", "more"), at: stamp(2)) == (false, 1))
        profile.apply(remove("technologies", "w7"), at: stamp(3))
        #expect(profile.apply(add("technologies", "more"), at: stamp(4)) == (true, 0))
        guard case .strings(let kept) = profile[field: "technologies"] else {
            Issue.record("the set is unknown")
            return
        }
        #expect(kept.count == 512)
        #expect(kept.contains("more") && !kept.contains("w7") && !kept.contains("w512"))
    }
}
