// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a pattern of dates and times cannot be used.
public enum TimestampPatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A letter stands for nothing, or not as often as it stands there, such as `MMM` or `Q`.
    case unknownLetters(String)
    /// A quoted literal has no end.
    case unclosedQuote
    /// A part of the date is missing: `y`, `M` and `d` are needed.
    case missing(Character)
    /// A part stands there twice.
    case repeated(Character)
    /// `h` and `a` need each other, and neither goes with `H`.
    case halfDay
    /// The zone is neither `UTC` nor `Z` nor an offset such as `+02:00`.
    case unknownZone(String)

    /// What is wrong and what would be right.
    public var description: String {
        switch self {
        case .unknownLetters(let letters):
            "\(letters) is not known; there are yyyy yy MM M dd d HH H hh h mm m ss s S (1 to 9) a and 'literals'"
        case .unclosedQuote: "a quoted literal has no closing '"
        case .missing(let letter): "\(letter) is missing; a pattern needs y, M and d"
        case .repeated(let letter): "\(letter) stands twice"
        case .halfDay: "h (1 to 12) and a (AM or PM) need each other, and neither goes with H (0 to 23)"
        case .unknownZone(let zone): "\(zone) is no zone; there are UTC, Z and offsets such as +02:00"
        }
    }
}
