// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// What decides an account's rank: urgency, then the latest signal, then the id.
///
/// The order is total over accounts, so that every list has exactly one order.
public struct Standing: Hashable, Comparable, Sendable {
    /// u: hundredths of a point.
    public var urgency: Int
    /// The time of the latest signal that counts.
    public var latestSignal: Timestamp
    /// The account.
    public var account: AccountID

    /// A standing of the given parts.
    public init(urgency: Int, latestSignal: Timestamp, account: AccountID) {
        self.urgency = urgency
        self.latestSignal = latestSignal
        self.account = account
    }

    /// Whether `left` ranks before `right`: more urgent, then later signal, then smaller id in byte order.
    public static func < (left: Standing, right: Standing) -> Bool {
        if left.urgency != right.urgency { return left.urgency > right.urgency }
        if left.latestSignal != right.latestSignal { return left.latestSignal > right.latestSignal }
        return left.account < right.account
    }
}
