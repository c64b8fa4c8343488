// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// Reads the profile of a state record.
struct ProfileReader {
    private var columns: StateColumn
    private var numbers: StateColumn
    private var times: DifferenceColumn
    private var offsets: DifferenceColumn

    /// A reader of the profile's columns in `record`.
    init(_ record: borrowing StateRecord) {
        columns = record.column(.fields)
        numbers = record.column(.profileNumbers)
        times = record.differences(.stampTimes)
        offsets = record.differences(.stampOffsets)
    }

    /// The whole profile.
    mutating func read(_ bytes: Span<UInt8>, _ texts: inout StateTexts) throws(StateRecordError) -> Profile {
        var profile = Profile()
        // A field has two or three elements, and most profiles hold no more than the known ones.
        profile.fields.reserveCapacity(min(columns.bytesLeft / 3, Profile.knownFields.count))
        while columns.hasNext { profile.fields.append(try nextField(bytes, &texts)) }
        try numbers.end()
        try times.end()
        try offsets.end()
        return profile
    }

    private mutating func nextField(_ bytes: Span<UInt8>, _ texts: inout StateTexts) throws(StateRecordError)
        -> ProfileField
    {
        let shape = try columns.nextShort(bytes)
        let number = shape / 16
        guard number <= Profile.knownFields.count else { throw columns.fault("has no such name") }
        var field = ProfileField(
            name: number < Profile.knownFields.count
                ? Profile.knownFields[number] : try texts.next(try columns.nextShort(bytes), bytes)
        )
        if shape & 1 == 1 { field.written = try nextStamp(bytes) }
        field.whole = try whole(ofType: shape / 2 % 8, bytes, &texts)
        let words = try columns.nextShort(bytes)
        guard words <= columns.bytesLeft else { throw columns.fault("is too short") }
        field.words.reserveCapacity(words)
        for _ in 0..<words {
            let shape = try columns.nextShort(bytes)
            field.words.append(
                ProfileField.Word(
                    text: try texts.next(shape / 2, bytes),
                    stamp: try nextStamp(bytes),
                    isPresent: shape & 1 == 1
                )
            )
        }
        return field
    }

    private mutating func whole(
        ofType type: Int,
        _ bytes: Span<UInt8>,
        _ texts: inout StateTexts
    ) throws(StateRecordError) -> ProfileField.Whole {
        switch type {
        case 0: return .absent
        case 1: return .scalar(.string(try texts.next(try columns.nextShort(bytes), bytes)))
        case 2:
            let number = try numbers.nextDouble(bytes)
            guard number.isFinite else { throw numbers.fault("is not finite") }
            return .scalar(.number(number))
        case 3: return .scalar(.boolean(false))
        case 4: return .scalar(.boolean(true))
        case 5:
            var words: [String] = []
            for _ in 0..<(try columns.nextShort(bytes)) {
                words.append(try texts.next(try columns.nextShort(bytes), bytes))
            }
            return .scalar(.strings(words))
        case 6: return .set
        default: throw columns.fault("holds a type that is not there")
        }
    }

    private mutating func nextStamp(_ bytes: Span<UInt8>) throws(StateRecordError) -> Stamp {
        Stamp(time: try times.nextTime(bytes), offset: try offsets.nextOffset(bytes))
    }
}
