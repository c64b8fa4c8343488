// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What an account has of one kind: the sum of its contributions at a landmark, and how many they are.
///
/// The sum is kept as of the start of the half-life with the number `landmark`, the largest that a contribution
/// fell into so far. It moves by whole half-lives, which halves the sum exactly.
public struct Accumulator: Hashable, Sendable {
    /// The sum of the terms `s · 2^(r/h) · 2^(q − Q)` of the contributions that count; at least +0.
    public var sum: Double
    /// Q: the largest number of a half-life (`floorDiv(t, h)`) added since nothing counted; 0 while nothing does.
    public var landmark: Int64
    /// How many contributions count, those of evicted signals included.
    public var counted: Int

    /// An accumulator of the given parts; empty without them.
    public init(sum: Double = 0, landmark: Int64 = 0, counted: Int = 0) {
        self.sum = sum
        self.landmark = landmark
        self.counted = counted
    }

    /// Adds the contribution of a signal of the given strength that happened at `time`.
    mutating func add(strength: Double, time: Int64, halfLife: Int64) {
        let moment = HalfLifeMoment(time, halfLife: halfLife)
        if counted == 0 {
            landmark = moment.number
        } else if moment.number > landmark {
            sum *= Self.power(landmark - moment.number)
            landmark = moment.number
        }
        sum += term(strength, moment)
        counted += 1
    }

    /// Takes the contribution of such a signal back; with the last one the accumulator is as it was before any.
    mutating func subtract(strength: Double, time: Int64, halfLife: Int64) {
        let left = sum - term(strength, HalfLifeMoment(time, halfLife: halfLife))
        self =
            counted > 1
            ? Accumulator(sum: left > 0 ? left : 0, landmark: landmark, counted: counted - 1) : Self()
    }

    /// The term of a signal: `s · 2^(r/h) · 2^(q − Q)`.
    private func term(_ strength: Double, _ moment: HalfLifeMoment) -> Double {
        strength * moment.growth * Self.power(moment.number - landmark)
    }

    /// The sum read at a moment: `acc · 2^(−r/h) · 2^(Q − q)`.
    func value(at reading: ScoringInstant.Reading) -> Double {
        sum * reading.decay * Self.power(landmark - reading.number)
    }

    /// What a signal of the given strength that happened at `time` adds to the sum.
    func term(strength: Double, time: Int64, halfLife: Int64) -> Double {
        term(strength, HalfLifeMoment(time, halfLife: halfLife))
    }

    /// The contribution of one signal, of its term, read at a moment, by the same steps as the sum.
    func contribution(of term: Double, at reading: ScoringInstant.Reading) -> Double {
        term * reading.decay * Self.power(landmark - reading.number)
    }

    /// 2^n, exactly; +0 where n is below −1000, and 2^1000 where it is above 1000.
    static func power(_ n: Int64) -> Double {
        n < -1000 ? 0 : Double(bitPattern: UInt64(bitPattern: (min(n, 1000) + 1023) &<< 52))
    }
}
