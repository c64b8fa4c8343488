// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring

extension ReferenceAccount {
    struct Score {
        var intent: [Double]
        var persons: Int
        var fit: Double
        var heat: Double
        var urgency: Double
        var signals: Int
        var latest: Int64?
        /// The three best, and the points of all.
        var reasons: [(id: String, points: Double)]
    }

    func score(_ time: Int64) -> Score {
        let counted = items.filter(\.counts)
        func contribution(_ item: Item) -> Double {
            item.strength * Exponential.exp2(-Double(time - item.time) / Double(item.kind.halfLife))
        }
        let levels = model.kinds.map { kind in
            counted.filter { $0.kind.name == kind.name }.reduce(0) { $0 + contribution($1) }
        }
        let points = zip(model.kinds, levels).map { kind, level in
            let size = kind.cap * (1 - Exponential.exp(-abs(kind.weight) * level / kind.cap))
            return kind.weight < 0 ? -size : size
        }
        let kept = seen.values.sorted(by: >).prefix(model.committee.limit)
        let persons = kept.count { $0 <= time && $0 > time - model.committee.window }
        let converging = points.count { $0 >= model.convergence.threshold }
        let intent =
            max(0, points.reduce(0, +)) * (1 + model.convergence.bonus * Double(max(0, converging - 1)))
            * (1 + model.committee.bonus * Double(min(max(0, persons - 1), model.committee.limit - 1)))
        let heat = 100 * (1 - Exponential.exp(-intent / model.saturation))
        let fit = self.fit
        let reasons = counted.filter { !$0.isForgotten }.map { item in
            let place = model.kinds.firstIndex { $0.name == item.kind.name } ?? 0
            return (item, levels[place] > 0 ? points[place] * contribution(item) / levels[place] : 0)
        }
        return Score(
            intent: points,
            persons: persons,
            fit: fit,
            heat: heat,
            urgency: heat * (model.fitFloor + (1 - model.fitFloor) * fit),
            signals: counted.count,
            latest: counted.isEmpty
                ? nil
                : (counted.filter { !$0.isForgotten }.map(\.time) + [latestForgotten].compactMap { $0 })
                    .max(),
            reasons: reasons.sorted { $0.1 > $1.1 }.map { (id: $0.0.id, points: $0.1) }
        )
    }

    /// The example model's ICP, spelled out.
    private var fit: Double {
        func lower(_ value: AttributeValue?) -> [String]? {
            switch value {
            case .string(let text): [text.lowercased()]
            case .strings(let texts): texts.map { $0.lowercased() }
            case .number, .boolean: []
            case nil: nil
            }
        }
        let flags = lower(value("flags")) ?? []
        if flags.contains("competitor") || flags.contains("do_not_contact") { return 0 }
        let industry =
            lower(value("industry")).map { $0.contains("software") || $0.contains("fintech") ? 1 : 0 } ?? 0.5
        let technologies =
            lower(value("technologies")).map { $0.contains("kafka") || $0.contains("snowflake") ? 1 : 0 }
            ?? 0.3
        var employees = 0.5
        if case .number(let x) = value("employees") {
            employees = max(0, min(1, (x - 50) / 150, (20000 - x) / 15000))
        }
        return (3 * industry + 2 * employees + 2 * technologies) / 7
    }

    /// A field's value, from the log of its writes: the newest whole write, and each word's newest since.
    func value(_ field: String) -> AttributeValue? {
        typealias Write = (time: Int64, offset: Int64, step: Int)
        func precedes(_ left: Write, _ right: Write) -> Bool { left < right }
        var whole: (Write, AttributeValue?)?
        var words: [String: (Write, String, Bool)] = [:]
        for (change, time, offset) in profileLog {
            for write in change.set where write.field == field {
                if let known = whole, (time, offset) < (known.0.time, known.0.offset) { continue }
                whole = ((time, offset, 0), write.value)
            }
        }
        for (change, time, offset) in profileLog {
            var writes: [(Int, String, Bool)] = []
            for write in change.set where write.field == field {
                if case .strings(let texts) = write.value { writes += texts.map { (0, $0, true) } }
            }
            writes += change.add.filter { $0.field == field }.flatMap(\.words).map { (1, $0, true) }
            writes += change.remove.filter { $0.field == field }.flatMap(\.words).map { (2, $0, false) }
            for (step, word, isPresent) in writes {
                if let whole, (time, offset) < (whole.0.time, whole.0.offset) { continue }
                let write: Write = (time, offset, step)
                if let known = words[word.lowercased()], precedes(write, known.0) { continue }
                words[word.lowercased()] = (write, word, isPresent)
            }
        }
        let present = words.filter(\.value.2).sorted { $0.key < $1.key }.map(\.value.1)
        if present.isEmpty, case .strings? = whole?.1 { return .strings([]) }
        return present.isEmpty ? whole?.1 : .strings(present)
    }

    static func strength(_ signal: Signal, _ kind: SignalKind) -> Double {
        var strength = 1.0
        if let curve = kind.curve {
            strength = curve.floor
            if case .number(let x) = signal[attribute: curve.field], x > 0 {
                let share =
                    (Logarithm.log(x) - Logarithm.log(curve.low))
                    / (Logarithm.log(curve.high) - Logarithm.log(curve.low))
                strength = curve.floor + (1 - curve.floor) * max(0, min(1, share))
            }
        }
        for boost in kind.boosts {
            guard case .string(let text) = signal[attribute: boost.field] else { continue }
            let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
            if boost.matchesAny.contains(where: { words.contains($0.lowercased()) }) {
                strength *= boost.times
            }
        }
        return strength
    }

    static func text(_ value: AttributeValue) -> String {
        switch value {
        case .string(let text): "s" + text.lowercased()
        case .number(let number): "n\(number)"
        case .boolean(let flag): "b\(flag)"
        case .strings(let texts): "l" + texts.map { $0.lowercased() }.joined(separator: "\u{0}")
        }
    }
}
