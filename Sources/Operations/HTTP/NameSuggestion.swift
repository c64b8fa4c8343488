// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Finds what someone may have meant by a name that does not exist.
public enum NameSuggestion {
    /// The longest name that is compared, in bytes.
    private static let longest = 128

    /// The name of `names` nearest to `wanted`, if it differs in no more than a third of its letters.
    public static func nearest(to wanted: String, among names: [String]) -> String? {
        let target = Array(wanted.utf8)
        if target.count > longest { return nil }
        var best: (distance: Int, name: String)?
        for name in names.sorted() where name.utf8.count <= longest {
            let candidate = Array(name.utf8)
            let allowed = max(1, max(target.count, candidate.count) / 3)
            if abs(target.count - candidate.count) > allowed { continue }
            let distance = distance(target, candidate)
            if distance <= allowed, distance < best?.distance ?? .max { best = (distance, name) }
        }
        return best?.name
    }

    /// The least number of bytes to insert, delete or replace to make one of the other.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let replaced = previous[column] + (byte == other ? 0 : 1)
                current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
