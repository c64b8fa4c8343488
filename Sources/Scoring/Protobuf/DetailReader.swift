// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// Reads the details of a state record's signals, one after the other.
struct DetailReader {
    private var columns: StateColumn<UInt32>
    private var numbers: StateColumn<Double>

    /// A reader of the two columns of details.
    init(columns: StateColumn<UInt32>, numbers: StateColumn<Double>) {
        self.columns = columns
        self.numbers = numbers
    }

    /// The detail of the next signal.
    mutating func next(_ texts: inout StateTexts) throws(StateRecordError) -> SignalDetail {
        let count = try columns.next()
        guard count > 0 else { return SignalDetail() }
        guard count <= columns.count else { throw columns.fault("is too short") }
        var attributes: [Attribute] = []
        attributes.reserveCapacity(Int(count))
        for _ in 0..<count {
            let shape = try columns.next()
            let number = Int(shape / 8)
            guard number <= SignalDetail.names.count else { throw columns.fault("has no such name") }
            let name =
                number < SignalDetail.names.count
                ? SignalDetail.names[number] : try texts.next(try columns.next())
            attributes.append(Attribute(name, try value(ofType: shape % 8, &texts)))
        }
        return SignalDetail(attributes: attributes)
    }

    private mutating func value(
        ofType type: UInt32,
        _ texts: inout StateTexts
    ) throws(StateRecordError) -> AttributeValue {
        switch type {
        case 0: return .string(try texts.next(try columns.next()))
        case 1:
            let number = try numbers.next()
            guard number.isFinite else { throw numbers.fault("is not finite") }
            return .number(number)
        case 2: return .boolean(false)
        case 3: return .boolean(true)
        case 4:
            var words: [String] = []
            for _ in 0..<(try columns.next()) { words.append(try texts.next(try columns.next())) }
            return .strings(words)
        default: throw columns.fault("holds a type that is not there")
        }
    }

    /// Refuses columns that were not read to their end.
    func end() throws(StateRecordError) {
        try columns.end()
        try numbers.end()
    }
}
