// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Scoring

/// The accounts that somebody may have meant.
struct NearAccounts {
    /// The accounts whose domain or name holds what was asked for, the shortest domains first; at most five.
    let accounts: [AccountID]

    /// Looks for accounts near to `wanted`.
    init(to wanted: String, in tables: [AccountTable]) {
        // What is before the first dot tells companies apart; "www" does not.
        let labels = wanted.lowercased().split { ".@/: ".contains($0) }.map(String.init)
        guard let label = labels.first(where: { $0.count > 2 && !Self.common.contains($0) }) else {
            accounts = []
            return
        }
        var near: [AccountID] = []
        for table in tables {
            for index in 0..<table.count {
                let account = table.accountID(at: index)
                let isNear = account.domain.contains(label) || Self.name(of: index, in: table).contains(label)
                if isNear { near.append(account) }
            }
        }
        near.sort { ($0.domain.utf8.count, $0.domain) < ($1.domain.utf8.count, $1.domain) }
        accounts = Array(near.prefix(5))
    }

    /// The question whether one of them was meant, to follow a sentence; empty without any.
    var text: String {
        accounts.isEmpty ? "" : "; do you mean \(accounts.map(\.domain).joined(separator: " or "))?"
    }

    private static func name(of index: Int, in table: AccountTable) -> String {
        guard case .string(let name) = table.profile(at: index)[field: "name"] else { return "" }
        return name.lowercased()
    }

    private static let common = ["http", "https", "www"]
}
