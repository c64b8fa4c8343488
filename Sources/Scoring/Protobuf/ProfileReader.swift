// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

/// Reads the profile of a state record.
struct ProfileReader {
    private var columns: StateColumn<UInt32>
    private var numbers: StateColumn<Double>
    private var times: DifferenceColumn<Int64>
    private var offsets: DifferenceColumn<UInt64>

    /// A reader of the profile's columns.
    init(
        fields: StateColumn<UInt32>,
        numbers: StateColumn<Double>,
        times: DifferenceColumn<Int64>,
        offsets: DifferenceColumn<UInt64>
    ) {
        columns = fields
        self.numbers = numbers
        self.times = times
        self.offsets = offsets
    }

    /// The whole profile.
    mutating func read(_ texts: inout StateTexts) throws(StateRecordError) -> Profile {
        var profile = Profile()
        while columns.hasNext { profile.fields.append(try nextField(&texts)) }
        try numbers.end()
        try times.end()
        try offsets.end()
        return profile
    }

    private mutating func nextField(_ texts: inout StateTexts) throws(StateRecordError) -> ProfileField {
        let shape = try columns.next()
        let number = Int(shape / 16)
        guard number <= Profile.knownFields.count else { throw columns.fault("has no such name") }
        var field = ProfileField(
            name: number < Profile.knownFields.count
                ? Profile.knownFields[number] : try texts.next(try columns.next())
        )
        if shape & 1 == 1 { field.written = try nextStamp() }
        field.whole = try whole(ofType: shape / 2 % 8, &texts)
        let words = try columns.next()
        guard words <= columns.count else { throw columns.fault("is too short") }
        field.words.reserveCapacity(Int(words))
        for _ in 0..<words {
            let shape = try columns.next()
            field.words.append(
                ProfileField.Word(
                    text: try texts.next(shape / 2),
                    stamp: try nextStamp(),
                    isPresent: shape & 1 == 1
                )
            )
        }
        return field
    }

    private mutating func whole(
        ofType type: UInt32,
        _ texts: inout StateTexts
    ) throws(StateRecordError) -> ProfileField.Whole {
        switch type {
        case 0: return .absent
        case 1: return .scalar(.string(try texts.next(try columns.next())))
        case 2:
            let number = try numbers.next()
            guard number.isFinite else { throw numbers.fault("is not finite") }
            return .scalar(.number(number))
        case 3: return .scalar(.boolean(false))
        case 4: return .scalar(.boolean(true))
        case 5:
            var words: [String] = []
            for _ in 0..<(try columns.next()) { words.append(try texts.next(try columns.next())) }
            return .scalar(.strings(words))
        case 6: return .set
        default: throw columns.fault("holds a type that is not there")
        }
    }

    private mutating func nextStamp() throws(StateRecordError) -> Stamp {
        Stamp(time: try times.nextTime(), offset: try offsets.next())
    }
}
