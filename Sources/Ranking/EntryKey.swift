// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// The key of a record in `<id>.entries` and `<id>.changes`: `list|account`.
public struct EntryKey: Hashable, Sendable, CustomStringConvertible {
    /// The list.
    public let list: ListName
    /// The account.
    public let account: AccountID

    /// The key of `account` in `list`.
    public init(list: ListName, account: AccountID) {
        self.list = list
        self.account = account
    }

    /// The key that `text` is; nil where it is none.
    public init?(parsing text: String) {
        let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, let list = ListName(parsing: String(parts[0])) else {
            return nil
        }
        self.init(list: list, account: AccountID(domain: String(parts[1])))
    }

    /// The key as it is written.
    public var description: String { "\(list.text)|\(account.domain)" }
}
