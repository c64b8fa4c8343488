// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// Account states in `<id>.state` that no fold keeps up any more, and that are to be tombstoned.
struct StaleState: Hashable, Sendable {
    /// The fold fingerprint in their keys.
    var fingerprint: String
    /// Their accounts.
    var accounts: [AccountID]
}
