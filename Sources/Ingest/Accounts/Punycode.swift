// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Punycode (RFC 3492): international labels as ASCII.
enum Punycode {
    /// The `xn--` label for a label that holds characters beyond ASCII; nil where it overflows.
    static func label(_ label: some Sequence<Unicode.Scalar>) -> [UInt8]? {
        let input = label.map(\.value)
        var output = Array("xn--".utf8)
        let basic = input.filter { $0 < 0x80 }
        output.append(contentsOf: basic.map { UInt8(truncatingIfNeeded: $0) })
        if !basic.isEmpty { output.append(UInt8(ascii: "-")) }
        var handled = basic.count
        var code: UInt32 = 128
        var delta: UInt32 = 0
        var bias: UInt32 = 72
        while handled < input.count {
            guard let next = input.lazy.filter({ $0 >= code }).min() else { return nil }
            let (step, stepOverflow) = (next - code).multipliedReportingOverflow(by: UInt32(handled + 1))
            let (sum, sumOverflow) = delta.addingReportingOverflow(step)
            guard !stepOverflow, !sumOverflow else { return nil }
            delta = sum
            code = next
            for scalar in input {
                if scalar < code { delta += 1 }
                if scalar == code {
                    append(delta, bias: bias, to: &output)
                    bias = adapted(delta, points: UInt32(handled + 1), first: handled == basic.count)
                    delta = 0
                    handled += 1
                }
            }
            delta += 1
            code += 1
        }
        return output
    }

    /// Writes `delta` as a variable-length integer of base 36.
    private static func append(_ delta: UInt32, bias: UInt32, to output: inout [UInt8]) {
        var rest = delta
        var position: UInt32 = 36
        while true {
            let threshold = position <= bias ? 1 : min(position - bias, 26)
            if rest < threshold { break }
            output.append(digit(threshold + (rest - threshold) % (36 - threshold)))
            rest = (rest - threshold) / (36 - threshold)
            position += 36
        }
        output.append(digit(rest))
    }

    private static func digit(_ value: UInt32) -> UInt8 {
        UInt8(truncatingIfNeeded: value < 26 ? value + 97 : value + 22)
    }

    private static func adapted(_ delta: UInt32, points: UInt32, first: Bool) -> UInt32 {
        var delta = first ? delta / 700 : delta / 2
        delta += delta / points
        var steps: UInt32 = 0
        while delta > 455 {
            delta /= 35
            steps += 36
        }
        return steps + 36 * delta / (delta + 38)
    }
}
