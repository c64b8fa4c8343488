// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// Reads the details of a state record's signals, one after the other.
struct DetailReader {
    private var columns: StateColumn
    private var numbers: StateColumn

    /// A reader of the columns of details in `record`.
    init(_ record: borrowing StateRecord) {
        columns = record.column(.details)
        numbers = record.column(.detailNumbers)
    }

    /// The detail of the next signal; an empty one if texts are skipped.
    mutating func next(_ bytes: Span<UInt8>, _ texts: inout StateTexts) throws(StateRecordError)
        -> SignalDetail
    {
        let count = try columns.nextShort(bytes)
        guard count > 0 else { return SignalDetail() }
        guard count <= columns.bytesLeft else { throw columns.fault("is too short") }
        var attributes: [Attribute] = []
        if !texts.areSkipped { attributes.reserveCapacity(count) }
        for _ in 0..<count {
            let shape = try columns.nextShort(bytes)
            let number = shape / 8
            guard number <= SignalDetail.names.count else { throw columns.fault("has no such name") }
            let name =
                number < SignalDetail.names.count
                ? SignalDetail.names[number] : try texts.next(try columns.nextShort(bytes), bytes)
            let value = try value(ofType: shape % 8, bytes, &texts)
            if !texts.areSkipped { attributes.append(Attribute(name, value)) }
        }
        return SignalDetail(attributes: attributes)
    }

    private mutating func value(
        ofType type: Int,
        _ bytes: Span<UInt8>,
        _ texts: inout StateTexts
    ) throws(StateRecordError) -> AttributeValue {
        switch type {
        case 0: return .string(try texts.next(try columns.nextShort(bytes), bytes))
        case 1:
            let number = try numbers.nextDouble(bytes)
            guard number.isFinite else { throw numbers.fault("is not finite") }
            return .number(number)
        case 2: return .boolean(false)
        case 3: return .boolean(true)
        case 4:
            var words: [String] = []
            for _ in 0..<(try columns.nextShort(bytes)) {
                let word = try texts.next(try columns.nextShort(bytes), bytes)
                if !texts.areSkipped { words.append(word) }
            }
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
