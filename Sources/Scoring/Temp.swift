public import Events
extension AccountTable {
    public func isVacant(at index: Int) -> Bool { var m = memories[index]; m.foldedThrough = -1; return m == AccountMemory() && summaries[index].signals == 0 }
    public mutating func forget(_ account: AccountID) { guard let i = index(of: account) else { return }
      restore(AccountState(account: account, accumulators: Array(repeating: Accumulator(), count: model.kinds.count), memory: AccountMemory())); _ = i }
}
