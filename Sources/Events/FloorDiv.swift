// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The quotient rounded towards negative infinity, for a `divisor` over 0.
///
/// Swift's `/` rounds towards 0, which would make the first interval before the epoch twice as long.
@inlinable
public func floorDiv(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let quotient = dividend / divisor
    return dividend % divisor < 0 ? quotient - 1 : quotient
}
