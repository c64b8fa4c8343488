// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CScoring

/// Searches through numbers of accounts for those that reach a level, of which each group of accounts has its own.
///
/// The group of each account is a place among the levels.
public enum LevelSearch {
    /// Finds accounts whose ceiling is above the level of their group, at most as many as are scored at once.
    ///
    /// - Parameters:
    ///   - ceilings: the ceiling of each account.
    ///   - start: the account to begin at.
    ///   - levels: the level of each group.
    ///   - groups: the group of each account.
    /// - Returns: the accounts, and the one to go on at.
    public static func accounts(
        _ ceilings: [UInt16],
        from start: Int,
        above levels: [UInt16],
        of groups: [Int32]
    ) -> (found: [Int32], next: Int) {
        precondition(groups.count >= ceilings.count, "Each account has a group")
        let lowest = levels.min() ?? .max
        var next = ceilings.count
        // It reads ceilings and groups from `start` on, and levels of groups, and writes within the room.
        let found = unsafe [Int32](unsafeUninitializedCapacity: Urgencies.capacity) { room, count in
            let address = room.baseAddress
            count = unsafe cscoring_find(
                ceilings,
                start,
                ceilings.count,
                groups,
                levels,
                lowest,
                address,
                room.count,
                &next
            )
        }
        return (found, next)
    }
}

extension Urgencies {
    /// Makes the ceilings of `accounts`, which are those that were bounded last, one more than their bounds.
    ///
    /// - Parameters:
    ///   - accounts: the accounts.
    ///   - ceilings: the ceiling of each account of the table.
    ///   - levels: the level of each group.
    ///   - groups: the group of each account of the table.
    /// - Returns: the accounts whose bound is the level of their group or above it.
    public func lower(
        _ accounts: Span<Int32>,
        _ ceilings: inout [UInt16],
        above levels: [UInt16],
        of groups: [Int32]
    ) -> [Int32] {
        precondition(groups.count >= ceilings.count, "Each account has a group")
        precondition(accounts.count <= Self.capacity, "So many accounts are not bounded at once")
        // It reads and writes what belongs to `accounts`, and writes within the room.
        return unsafe [Int32](unsafeUninitializedCapacity: accounts.count) { room, count in
            let address = room.baseAddress
            count = unsafe accounts.withUnsafeBufferPointer { accounts in
                unsafe cscoring_lower(
                    accounts.baseAddress,
                    bounds,
                    accounts.count,
                    groups,
                    levels,
                    &ceilings,
                    address
                )
            }
        }
    }
}
