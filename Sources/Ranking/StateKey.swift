// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// The key of an account's state in `<id>.state`: `fingerprint|account`.
///
/// The fingerprint is that of the fold, so that the state under a new model can be built beside the one under the old.
public enum StateKey {
    /// The byte between fingerprint and account, which no fingerprint holds.
    public static let separator = UInt8(ascii: "|")

    /// The key of `account` under `fingerprint`.
    public static func bytes(fingerprint: String, account: AccountID) -> [UInt8] {
        var bytes = Array(fingerprint.utf8)
        bytes.append(separator)
        bytes.append(contentsOf: account.domain.utf8)
        return bytes
    }
}
