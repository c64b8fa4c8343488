// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// The few words that tell a salesperson what a signal was.
public enum ReasonText {
    /// The text of a signal of `kind`: short, in English, the same wherever it is made.
    ///
    /// Kinds that hotlist knows have forms of their own; any other is its name and its most telling attribute.
    public static func render(kind: String, detail: SignalDetail) -> String {
        let text =
            switch kind {
            case "funding": funding(detail)
            case "job_post": jobPost(detail)
            case "tech_change": technologyChange(detail)
            case "engagement": engagement(detail)
            case "layoffs": layoffs(detail)
            default: String?.none
            }
        return cleaned(text ?? generic(kind, detail))
    }

    private static func funding(_ detail: SignalDetail) -> String? {
        joined([detail.text("round").map(titled), detail.number("amount_usd").flatMap(amount)], by: ", ")
    }

    private static func jobPost(_ detail: SignalDetail) -> String? {
        detail.text("title").flatMap { joined([$0, detail.text("location")], by: ", ") }
    }

    private static func technologyChange(_ detail: SignalDetail) -> String? {
        let change = detail.text("change") ?? detail.text("action")
        return (detail.text("technology") ?? detail.text("name")).flatMap {
            joined([change.map(spaced), $0], by: " ")
        }
    }

    private static func engagement(_ detail: SignalDetail) -> String? {
        let page = detail.text("page")
        let object =
            page ?? detail.text("content") ?? detail.text("topic") ?? detail.text("title")
            ?? detail.text("name")
        let action = detail.text("action").map { action in
            switch action {
            case "page_view", "pageview", "page", "view", "viewed": "viewed"
            default: spaced(action)
            }
        }
        return joined([action ?? page.map { _ in "viewed" }, object], by: " ")
    }

    private static func layoffs(_ detail: SignalDetail) -> String? {
        detail.number("headcount").flatMap { $0 >= 1 && $0 < 1e15 ? "laid off \(grouped(Int($0)))" : nil }
    }

    private static func generic(_ kind: String, _ detail: SignalDetail) -> String {
        let name = spaced(kind)
        for attribute in detail.attributes {
            if case .string(let text) = attribute.value, !text.isEmpty { return "\(name): \(text)" }
        }
        return name
    }

    /// Dollars to one decimal below a hundred of the unit, such as $950K, $1.2M, $42M or $1.3B; nil below $1.
    static func amount(_ dollars: Double) -> String? {
        guard dollars >= 1, dollars < 1e18 else { return nil }
        for (unit, suffix) in [(1.0, ""), (1e3, "K"), (1e6, "M"), (1e9, "B")] {
            let isLast = unit == 1e9
            let value = dollars / unit
            let tenths = Int(Published.floor(10 * value + 0.5))
            if unit > 1, tenths < 1000, tenths % 10 != 0 { return "$\(tenths / 10).\(tenths % 10)\(suffix)" }
            let whole = Int(Published.floor(value + 0.5))
            if whole < 1000 || isLast { return "$\(grouped(whole))\(suffix)" }
        }
        return nil
    }

    /// `number` with a comma between thousands.
    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        let parts = stride(from: digits.count % 3 - 3, to: digits.count, by: 3).map { start in
            String(digits[max(start, 0)..<start + 3])
        }
        return parts.filter { !$0.isEmpty }.joined(separator: ",")
    }

    /// A round's name in words with ASCII capitals: `series_b` gives `Series B`, `pre_seed` gives `Pre Seed`.
    private static func titled(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in spaced(text).utf8 {
            let beginsWord = bytes.last.map { $0 == 0x20 } ?? true
            if beginsWord && byte == 0x20 { continue }
            bytes.append(beginsWord && byte &- 0x61 < 26 ? byte - 0x20 : byte)
        }
        if bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `text` with spaces for `_` and `-`.
    private static func spaced(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 == 0x5f || $0 == 0x2d ? 0x20 : $0 }, as: UTF8.self)
    }

    /// `text` with spaces for control characters, which a terminal would obey.
    private static func cleaned(_ text: String) -> String {
        // Beyond ASCII they begin with the byte C2.
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f || $0 == 0xc2 }) else { return text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.value < 0x20 || 0x7f...0x9f ~= $0.value ? " " : $0 }
            )
        )
    }

    /// The parts that there are, with `separator` between them; nil if there are none.
    private static func joined(_ parts: [String?], by separator: String) -> String? {
        let present = parts.compactMap { $0 }.filter { !$0.isEmpty }
        return present.isEmpty ? nil : present.joined(separator: separator)
    }
}

extension SignalDetail {
    /// The text of the attribute `name`; nil if it is missing, empty or not a text.
    fileprivate func text(_ name: String) -> String? {
        guard case .string(let text) = value(name), !text.isEmpty else { return nil }
        return text
    }

    /// The number of the attribute `name`.
    fileprivate func number(_ name: String) -> Double? {
        guard case .number(let number) = value(name) else { return nil }
        return number
    }

    private func value(_ name: String) -> AttributeValue? {
        attributes.first { $0.name == name }?.value
    }
}
