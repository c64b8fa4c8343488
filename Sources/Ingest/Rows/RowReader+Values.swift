// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

extension RowReader {
    /// A value of a signal; texts are ranges of the signal's bytes.
    enum Value {
        case text(Range<Int>)
        case integer(Int64)
        case number(Double)
        case boolean(Bool)
        /// Several texts: a range of the signal's lists.
        case texts(Range<Int>)

        /// The value as an attribute has it.
        var attribute: CompactSignal.Attribute.Value {
            switch self {
            case .text(let text): .text(text)
            case .integer(let number): .number(Double(number))
            case .number(let number): .number(number)
            case .boolean(let truth): .boolean(truth)
            case .texts(let list): .texts(list)
            }
        }
    }

    /// The value that `JSONDocument.value(of:in:name:)` makes of the same expression; nil where it is absent.
    func value(
        _ field: RowPlan.Field,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> Value? {
        // What most fields are: a text of the record as it stands, or nothing.
        if let member = field.member {
            if let node = nodes[member] {
                if let text = document.range(of: node), text.count <= limits.textBytes { return .text(text) }
            } else if field.places.count == 1 {
                return try absent(field, &signal)
            }
        }
        for place in field.places {
            guard let found = try found(plan.places[place], document, &signal) else { continue }
            if let value = try converted(found, by: field, &signal) { return value }
            break
        }
        return try absent(field, &signal)
    }

    /// What stands for a value that is absent.
    private func absent(_ field: RowPlan.Field, _ signal: inout CompactSignal) throws(NotPlain) -> Value? {
        if let fallback = field.fallback { return constant(fallback, &signal) }
        guard !field.isRequired else { throw NotPlain() }
        return nil
    }

    /// The value as text, such as an id; nil where it is absent.
    func text(
        _ field: RowPlan.Field,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> Range<Int>? {
        guard let value = try value(field, document, &signal) else { return nil }
        return try text(of: value, &signal)
    }

    /// A text that must be there, may have `limit` bytes and no control characters, as the journal wants it.
    func required(
        _ field: RowPlan.Field,
        limit: Int,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> Range<Int> {
        guard let text = try text(field, document, &signal) else { throw NotPlain() }
        try check(text, limit: limit, signal)
        return text
    }

    /// Refuses a text that the journal would not hold.
    @inline(__always)
    func check(_ text: Range<Int>, limit: Int, _ signal: borrowing CompactSignal) throws(NotPlain) {
        guard Event.fault(of: signal.bytes.span.extracting(text), limit: limit) == nil else {
            throw NotPlain()
        }
    }

    /// What a place holds, before it is converted; nil where it is absent.
    func found(
        _ place: RowPlan.Place,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> Value? {
        switch place {
        case .constant(let value): return constant(value, &signal)
        case .timestamp: return timestamp.map { .integer($0.milliseconds) }
        case .member, .inner, .record:
            guard let node = node(place, document) else { return nil }
            return try value(of: node, document, &signal)
        }
    }

    /// A node that is not absent as a value; nil for a list without any.
    func value(
        of node: JSONNode,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> Value? {
        switch document.kind(of: node) {
        case .string:
            if let text = document.range(of: node) { return .text(text) }
        case .integer:
            if let number = document.integer(node) { return .integer(number) }
        case .double:
            if let number = document.number(node) { return .number(number) }
        case .boolean:
            if let truth = document.boolean(node) { return .boolean(truth) }
        case .array:
            return try list(node, document, &signal)
        case .unsigned, .object, .null:
            break
        }
        throw NotPlain()
    }

    private func list(
        _ node: JSONNode,
        _ document: borrowing JSONDocument,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> Value? {
        guard document.count(node) <= limits.words else { throw NotPlain() }
        let start = signal.lists.count
        try document.forEachElement(of: node) { (element) throws(NotPlain) in
            guard !document.isAbsent(element) else { return }
            guard let text = document.range(of: element) else { throw NotPlain() }
            signal.appendListed(text)
        }
        return start == signal.lists.count ? nil : .texts(start..<signal.lists.count)
    }

    private func constant(_ constant: RowPlan.Constant, _ signal: inout CompactSignal) -> Value {
        switch constant {
        case .text(let text): .text(signal.append(plan.texts.span.extracting(text)))
        case .number(let number): .number(number)
        case .boolean(let truth): .boolean(truth)
        }
    }

    /// A scalar as text.
    func text(of value: Value, _ signal: inout CompactSignal) throws(NotPlain) -> Range<Int> {
        switch value {
        case .text(let text): return text
        case .integer(let number): return signal.append(String(number).utf8.span)
        case .boolean(let truth): return signal.append((truth ? "true" : "false").utf8.span)
        case .number, .texts: throw NotPlain()
        }
    }

    // MARK: Conversion

    private func converted(
        _ found: Value,
        by field: RowPlan.Field,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> Value? {
        var value = found
        if field.isLowercased { value = try lowercased(value, &signal) }
        if let map = field.map {
            guard let mapped = try replaced(value, by: map, &signal) else { return nil }
            value = mapped
        }
        if case .text(let text) = value, FoldedText.isBlank(signal.bytes.span.extracting(text)) { return nil }
        value = try converted(value, to: field.conversion, &signal)
        if let scale = field.scale { value = try scaled(value, by: scale) }
        return value
    }

    private func lowercased(_ value: Value, _ signal: inout CompactSignal) throws(NotPlain) -> Value {
        switch value {
        case .text(let text):
            guard text.contains(where: { FoldedText.folded(signal.bytes[$0]) != signal.bytes[$0] }) else {
                return value
            }
            return .text(signal.append(lowercased: text))
        case .texts: throw NotPlain()
        case .integer, .number, .boolean: return value
        }
    }

    private func replaced(
        _ value: Value,
        by map: Int,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> Value? {
        guard case .text(let text) = value else { throw NotPlain() }
        for place in plan.maps[map].values.indices {
            let wanted = plan.texts.span.extracting(plan.maps[map].values[place].text)
            if FoldedText.equal(signal.bytes.span.extracting(text), folded: wanted) {
                return constant(plan.maps[map].values[place].value, &signal)
            }
        }
        switch plan.maps[map].unmapped {
        case .keep: return value
        case .drop: return nil
        case .replace(let value): return constant(value, &signal)
        }
    }

    /// The value as what the mapping says it is, checked against the limits.
    func converted(
        _ value: Value,
        to conversion: FieldExpression.Conversion,
        _ signal: inout CompactSignal
    ) throws(NotPlain) -> Value {
        let result: Value
        switch (conversion, value) {
        case (.asIs, _), (.list, .texts), (.number, .integer), (.number, .number), (.boolean, .boolean):
            result = value
        case (.text, _):
            result = .text(try text(of: value, &signal))
        case (.list, .text(let text)):
            let start = signal.lists.count
            signal.appendListed(text)
            result = .texts(start..<signal.lists.count)
        case (.number, .text(let text)):
            guard let number = ScalarValue.number(signal.string(text)) else { throw NotPlain() }
            result = .number(number)
        case (.inferred, .text(let text)) where Self.mayBeInferred(signal.bytes[text.lowerBound]):
            result = Self.inferred(signal.string(text)) ?? value
        case (.inferred, _):
            result = value
        case (.boolean, _), (.number, _), (.list, _):
            throw NotPlain()
        }
        try check(result, signal)
        return result
    }

    /// Whether a text that begins with `byte` may be a number or a truth value, which most are not.
    private static func mayBeInferred(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), 0...0x20,
            UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"):
            true
        default: false
        }
    }

    /// The number or the truth value that a text is; nil if it is neither.
    private static func inferred(_ text: String) -> Value? {
        if let number = ScalarValue.number(text) { return .number(number) }
        switch FoldedText.folded(ScalarValue.trimmed(text)) {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        default: return nil
        }
    }

    private func scaled(_ value: Value, by scale: Double) throws(NotPlain) -> Value {
        let product: Double
        switch value {
        case .integer(let whole): product = Double(whole) * scale
        case .number(let number): product = number * scale
        case .text, .boolean, .texts: throw NotPlain()
        }
        guard product.isFinite else { throw NotPlain() }
        return .number(product)
    }

    @inline(__always)
    private func check(_ value: Value, _ signal: borrowing CompactSignal) throws(NotPlain) {
        switch value {
        case .text(let text):
            guard text.count <= limits.textBytes else { throw NotPlain() }
        case .texts(let list):
            guard list.count <= limits.words else { throw NotPlain() }
            for place in list where signal.lists[place].count > limits.textBytes { throw NotPlain() }
        case .integer, .number, .boolean:
            break
        }
    }
}
