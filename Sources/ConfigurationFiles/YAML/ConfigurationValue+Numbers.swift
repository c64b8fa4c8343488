// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension ConfigurationValue {
    /// A whole number within `range`.
    public func integer(in range: ClosedRange<Int>) -> Int? {
        guard let text = plainNumber(), !text.contains("."), !text.contains("e"), !text.contains("E"),
            let value = Int(text)
        else {
            refuse("must be a whole number\(butIs)")
            return nil
        }
        guard range.contains(value) else {
            refuse("must be from \(range.lowerBound) to \(range.upperBound)\(butIs)")
            return nil
        }
        return value
    }

    /// A finite number within `range`.
    public func number(in range: ClosedRange<Double>) -> Double? {
        guard let value = finiteNumber() else { return nil }
        guard range.contains(value) else {
            refuse(
                "must be from \(Self.shortest(range.lowerBound)) to \(Self.shortest(range.upperBound))\(butIs)"
            )
            return nil
        }
        return value
    }

    /// A finite number above 0 and at most `limit`.
    public func positiveNumber(upTo limit: Double) -> Double? {
        guard let value = finiteNumber() else { return nil }
        guard value > 0, value <= limit else {
            refuse("must be above 0 and at most \(Self.shortest(limit))\(butIs)")
            return nil
        }
        return value
    }

    /// A duration such as `90d`, `12h`, `30m`, `15s` or `250ms`, in milliseconds, within `range`.
    public func duration(in range: ClosedRange<Int64>) -> Int64? {
        guard case .scalar(let text, _) = node.content, let value = Quantity.milliseconds(text) else {
            refuse("must be a duration such as `90d`, `12h`, `30m`, `15s` or `250ms`\(butIs)")
            return nil
        }
        guard range.contains(value) else {
            let bounds = "\(Quantity.duration(range.lowerBound)) to \(Quantity.duration(range.upperBound))"
            refuse("must be from \(bounds)\(butIs)")
            return nil
        }
        return value
    }

    /// A size such as `512`, `64KiB`, `64MiB` or `2GiB`, in bytes, within `range`.
    public func byteSize(in range: ClosedRange<Int64>) -> Int64? {
        guard case .scalar(let text, _) = node.content, let value = Quantity.bytes(text) else {
            refuse("must be a size in bytes such as `512B`, `64KiB`, `64MiB` or `2GiB`\(butIs)")
            return nil
        }
        guard range.contains(value) else {
            let bounds = "\(Quantity.size(range.lowerBound)) to \(Quantity.size(range.upperBound))"
            refuse("must be from \(bounds)\(butIs)")
            return nil
        }
        return value
    }

    /// A finite number, as JSON writes it.
    func finiteNumber() -> Double? {
        guard let text = plainNumber(), let value = Double(text) else {
            refuse("must be a number\(butIs)")
            return nil
        }
        guard value.isFinite else {
            refuse("is too large for a number")
            return nil
        }
        return value
    }

    /// The unquoted text of a number: sign, digits, fraction, exponent; no hexadecimal, octal, infinity or `_`.
    func plainNumber() -> String? {
        guard case .scalar(let text, quoted: false) = node.content, Self.isNumber(text) else { return nil }
        return text
    }

    private static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func takeDigits() -> Int {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            rest = rest.dropFirst(digits.count)
            return digits.count
        }
        func take(_ bytes: [UInt8]) -> Bool {
            guard let first = rest.first, bytes.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = take([UInt8(ascii: "-"), UInt8(ascii: "+")])
        guard takeDigits() > 0 else { return false }
        if take([UInt8(ascii: ".")]), takeDigits() == 0 { return false }
        if take([UInt8(ascii: "e"), UInt8(ascii: "E")]) {
            _ = take([UInt8(ascii: "-"), UInt8(ascii: "+")])
            guard takeDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    /// A number for a message, without `.0`.
    static func shortest(_ value: Double) -> String {
        let text = String(value)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
