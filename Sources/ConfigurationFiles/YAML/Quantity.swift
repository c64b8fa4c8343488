// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Durations and sizes as the files write them.
public enum Quantity {
    /// Milliseconds of each unit, the largest first.
    private static let durations: [(unit: String, factor: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
    /// Bytes of each unit, the largest first.
    private static let sizes: [(unit: String, factor: Int64)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
    ]

    /// The milliseconds of a duration such as `90d`; nil if it is none or does not fit.
    public static func milliseconds(_ text: String) -> Int64? {
        value(text, units: durations)
    }

    /// The bytes of a size such as `64MiB`, or of a whole number alone; nil if it is none or does not fit.
    static func bytes(_ text: String) -> Int64? {
        value(text, units: sizes + [("", 1)])
    }

    /// A duration in its largest whole unit.
    static func duration(_ milliseconds: Int64) -> String {
        text(milliseconds, units: durations)
    }

    /// A size in its largest whole unit.
    static func size(_ bytes: Int64) -> String {
        text(bytes, units: sizes)
    }

    private static func value(_ text: String, units: [(unit: String, factor: Int64)]) -> Int64? {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty, let count = Int64(Substring(digits)) else { return nil }
        let unit = String(text.dropFirst(digits.count))
        guard let factor = units.first(where: { $0.unit == unit })?.factor else { return nil }
        let (value, overflow) = count.multipliedReportingOverflow(by: factor)
        return overflow ? nil : value
    }

    private static func text(_ value: Int64, units: [(unit: String, factor: Int64)]) -> String {
        guard let largest = units.first(where: { value >= $0.factor && value % $0.factor == 0 }) else {
            return "\(value)\(units.last?.unit ?? "")"
        }
        return "\(value / largest.factor)\(largest.unit)"
    }
}
