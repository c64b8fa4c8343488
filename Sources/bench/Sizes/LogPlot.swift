// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Foundation

/// A plot with logarithmic axes, as an SVG file.
struct LogPlot {
    /// Points under one name.
    struct Series {
        var name: String
        var points: [Point]
    }

    /// A measured place; both numbers are above 0.
    struct Point {
        var x: Double
        var y: Double
    }

    var title: String
    var horizontal: String
    var vertical: String
    var series: [Series]

    private static let width = 720.0
    private static let height = 420.0
    /// Where the axes lie.
    private static let frame = (left: 76.0, right: 700.0, top: 48.0, bottom: 366.0)
    private static let colors = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd"]

    /// The file.
    var svg: String {
        let x = Axis(series.flatMap { $0.points.map(\.x) }, from: Self.frame.left, to: Self.frame.right)
        let y = Axis(series.flatMap { $0.points.map(\.y) }, from: Self.frame.bottom, to: Self.frame.top)
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\""
                + " font-family=\"sans-serif\" font-size=\"12\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
            Self.text(title, Self.frame.left, 24, size: 15),
        ]
        lines += x.ticks.flatMap { tick in
            let place = x.place(of: tick)
            return [
                Self.line(place, Self.frame.top, place, Self.frame.bottom),
                Self.text(Self.label(tick), place, Self.frame.bottom + 18, anchor: "middle"),
            ]
        }
        lines += y.ticks.flatMap { tick in
            let place = y.place(of: tick)
            return [
                Self.line(Self.frame.left, place, Self.frame.right, place),
                Self.text(Self.label(tick), Self.frame.left - 6, place + 4, anchor: "end"),
            ]
        }
        lines.append(
            Self.text(
                horizontal,
                (Self.frame.left + Self.frame.right) / 2,
                Self.height - 14,
                anchor: "middle"
            )
        )
        let middle = (Self.frame.top + Self.frame.bottom) / 2
        lines.append(
            "<g transform=\"rotate(-90 16 \(Self.number(middle)))\">"
                + Self.text(vertical, 16, middle, anchor: "middle") + "</g>"
        )
        for (index, series) in series.enumerated() { lines += drawing(of: series, index, x, y) }
        lines.append("</svg>")
        return lines.joined(separator: "\n") + "\n"
    }

    private func drawing(of series: Series, _ index: Int, _ x: Axis, _ y: Axis) -> [String] {
        let color = Self.colors[index % Self.colors.count]
        let places = series.points.map { (x.place(of: $0.x), y.place(of: $0.y), $0.y) }
        let path = places.map { "\(Self.number($0.0)),\(Self.number($0.1))" }.joined(separator: " ")
        // Labels of two series stay apart: one above its points, the other below.
        let shift = index.isMultiple(of: 2) ? -8.0 : 16
        let legend = Self.frame.left + Double(index) * 200
        return [
            "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\"/>",
            "<rect x=\"\(Self.number(legend))\" y=\"33\" width=\"14\" height=\"4\" fill=\"\(color)\"/>",
            Self.text(series.name, legend + 19, 39),
        ]
            + places.flatMap { place in
                [
                    "<circle cx=\"\(Self.number(place.0))\" cy=\"\(Self.number(place.1))\" r=\"3\""
                        + " fill=\"\(color)\"/>",
                    Self.text(Self.label(place.2), place.0, place.1 + shift, anchor: "middle", size: 10),
                ]
            }
    }

    /// Where a number lies on the way from one end of an axis to the other, by its logarithm.
    private struct Axis {
        let low: Double
        let high: Double
        let from: Double
        let to: Double

        /// An axis of whole decades that holds all values.
        init(_ values: [Double], from: Double, to: Double) {
            let logarithms = values.filter { $0 > 0 && $0.isFinite }.map { log10($0) }
            low = (logarithms.min() ?? 0).rounded(.down)
            high = max((logarithms.max() ?? 1).rounded(.up), low + 1)
            self.from = from
            self.to = to
        }

        /// The powers of ten.
        var ticks: [Double] { stride(from: low, through: high, by: 1).map { pow(10, $0) } }

        func place(of value: Double) -> Double {
            from + (to - from) * (log10(max(value, .leastNormalMagnitude)) - low) / (high - low)
        }
    }

    private static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\""
            + " stroke=\"#dddddd\"/>"
    }

    private static func text(
        _ text: String,
        _ x: Double,
        _ y: Double,
        anchor: String = "start",
        size: Int = 12
    ) -> String {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" font-size=\"\(size)\">"
            + "\(escaped)</text>"
    }

    private static func number(_ value: Double) -> String {
        String(format: "%.1f", value)
    }

    /// 1500 as `1.5k`, so that labels do not meet.
    private static func label(_ value: Double) -> String {
        for (unit, name) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where value >= unit {
            return String(format: "%.3g", value / unit) + name
        }
        return String(format: "%.3g", value)
    }
}

extension LogPlot {
    /// The points as figures, for the file that programs read.
    var figures: [Figure] {
        series.flatMap { series in
            series.points.map { point in
                Figure(
                    name: "\(series.name) at \(Self.label(point.x)) \(horizontal)",
                    value: point.y,
                    unit: vertical
                )
            }
        }
    }
}
