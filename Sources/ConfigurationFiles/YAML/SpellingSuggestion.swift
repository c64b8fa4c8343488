// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Finds what a misspelt word was probably meant to be.
enum SpellingSuggestion {
    /// The candidate that is nearest to `word`, if any is near: at most a third of its letters differ.
    static func best(for word: String, among candidates: Set<String>) -> String? {
        let letters = Array(word.lowercased().utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 })
        guard !letters.isEmpty, letters.count <= 64 else { return nil }
        let limit = max(1, letters.count / 3)
        let ranked = candidates.sorted().map { (name: $0, distance: distance(letters, Array($0.utf8))) }
        return ranked.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.name
    }

    /// How many letters to insert, drop, replace or swap with their neighbour.
    private static func distance(_ from: [UInt8], _ to: [UInt8]) -> Int {
        var older: [Int] = []
        var previous = Array(0...to.count)
        for row in 1...max(1, from.count) {
            var current = [row]
            for column in 0..<to.count {
                let same = from[row - 1] == to[column]
                var best = min(
                    previous[column] + (same ? 0 : 1),
                    previous[column + 1] + 1,
                    current[column] + 1
                )
                if row > 1, column > 0, from[row - 1] == to[column - 1], from[row - 2] == to[column] {
                    best = min(best, older[column - 1] + 1)
                }
                current.append(best)
            }
            older = previous
            previous = current
        }
        return previous[to.count]
    }
}
