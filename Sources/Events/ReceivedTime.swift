// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// When an event happened, as its sender said it: a moment or only a day.
public enum ReceivedTime: Hashable, Sendable {
    /// A moment.
    case moment(Timestamp)
    /// A day without a time; what happened then is always clamped to the recorded time.
    case date(CivilDate)

    /// The moment, or the beginning of the day in UTC.
    public var timestamp: Timestamp {
        switch self {
        case .moment(let timestamp): timestamp
        case .date(let date): date.start
        }
    }

    /// A time in RFC 3339 or a date such as `2026-11-20`; nil for anything else.
    public init?(_ bytes: Span<UInt8>) {
        if bytes.count == 10 {
            guard let date = CivilDate(iso8601: bytes) else { return nil }
            self = .date(date)
        } else {
            guard let timestamp = Timestamp(rfc3339: bytes) else { return nil }
            self = .moment(timestamp)
        }
    }
}
