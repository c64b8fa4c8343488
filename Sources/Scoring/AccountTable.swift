// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// The state of the accounts of one journal partition: a fold of its events in journal order.
///
/// A pure value: the same events under the same model give the same table, to the bit. Accounts have dense indices in
/// the order of their first event; an index stays valid, also after an erasure. What scoring reads of all accounts
/// (`accumulators`, `summaries`) lies in dense arrays; what only the fold and explanations need is apart (`memories`).
public struct AccountTable: Sendable {
    /// What scoring needs of an account beside its accumulators.
    struct Summary: Hashable, Sendable {
        /// F and the disqualifiers, as of the last change of the profile or of the ICP.
        var fit: Fit
        /// The latest time of a signal that counts.
        var latestSignal: Timestamp?
        /// How many signals count.
        var signals: Int
    }

    /// The model by which events are folded and accounts are scored.
    public private(set) var model: ScoringModel
    /// How strong signals are, one rule for each of the model's kinds.
    let strengthRules: [StrengthRule]
    /// Where a kind stands in the model.
    private let kindIndices: [String: Int]

    private var indices: [AccountID: Int] = [:]
    private var accounts: [AccountID] = []
    /// The accumulators of account `a` start at `a · kinds`.
    var accumulators: [Accumulator] = []
    var summaries: [Summary] = []
    var memories: [AccountMemory] = []

    /// A table without accounts.
    public init(model: ScoringModel) {
        self.model = model
        strengthRules = model.kinds.map(StrengthRule.init)
        kindIndices = Dictionary(
            zip(model.kinds.map(\.name), model.kinds.indices),
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// How many accounts there are, erased ones included.
    public var count: Int { accounts.count }

    /// The index of `account`; nil if no event has left anything of it.
    public func index(of account: AccountID) -> Int? {
        indices[account]
    }

    /// The account at `index`.
    public func accountID(at index: Int) -> AccountID {
        accounts[index]
    }

    /// The profile of the account at `index`.
    public func profile(at index: Int) -> Profile {
        memories[index].profile
    }

    /// The newest disposition of the account at `index` for all queues and for each queue.
    public func dispositions(at index: Int) -> [DispositionRecord] {
        memories[index].dispositions
    }

    /// Whether the account at `index` turned out to be an alias of another.
    public func isSuperseded(at index: Int) -> Bool {
        memories[index].supersededBy != nil
    }

    /// The account that the one at `index` turned out to be an alias of; nil if it is none.
    public func supersededBy(at index: Int) -> AccountID? {
        memories[index].supersededBy
    }

    /// The fit of the account at `index`, as of the last change of its profile or of the ICP.
    public func fit(at index: Int) -> Fit {
        summaries[index].fit
    }

    /// How many signals of each kind count for the account at `index`, in the model's order of kinds.
    public func countedSignals(at index: Int, kind: Int) -> Int {
        accumulators[index * model.kinds.count + kind].counted
    }

    /// Scores by another model from now on; throws if that one folds differently.
    ///
    /// Weights, caps, thresholds, τ, φ, grades and the ICP may differ, and no event need be folded again.
    public mutating func apply(_ model: ScoringModel) throws(FoldMismatch) {
        guard model.foldDescription == self.model.foldDescription else { throw FoldMismatch() }
        let hasNewIdeal = model.idealCustomer != self.model.idealCustomer
        self.model = model
        guard hasNewIdeal else { return }
        for index in summaries.indices {
            updateFit(at: index)
        }
    }

    /// The state of the account at `index`, apart from the table.
    public func state(at index: Int) -> AccountState {
        let start = index * model.kinds.count
        return AccountState(
            account: accounts[index],
            accumulators: Array(accumulators[start..<start + model.kinds.count]),
            memory: memories[index]
        )
    }

    /// Whether nothing is known of the account at `index` but how far it is folded.
    ///
    /// Such an account needs no record: its events up to there leave nothing when they are folded again.
    public func isVacant(at index: Int) -> Bool {
        var memory = memories[index]
        memory.foldedThrough = AccountMemory().foldedThrough
        return summaries[index].signals == 0 && memory == AccountMemory()
    }

    /// Makes `account` as though nothing had ever been known of it, how far it is folded included.
    public mutating func forget(_ account: AccountID) {
        guard let index = index(of: account) else { return }
        clear(index, through: AccountMemory().foldedThrough)
    }

    /// Forgets everything of the account at `index` but that it is folded through `offset`.
    mutating func clear(_ index: Int, through offset: Int64) {
        memories[index] = AccountMemory()
        memories[index].foldedThrough = offset
        let start = index * model.kinds.count
        for place in start..<start + model.kinds.count {
            accumulators[place] = Accumulator()
        }
        updateFit(at: index)
        updateLatestSignal(at: index)
    }

    /// Puts a state that was taken under a model of the same fold description in the place of the account's own.
    ///
    /// Answers the account's index; nil, with nothing done, if the state has not one accumulator for each kind.
    @discardableResult
    public mutating func restore(_ state: consuming AccountState) -> Int? {
        let kinds = model.kinds.count
        guard state.accumulators.count == kinds else { return nil }
        let fit = Fit(of: state.memory.profile, to: model.idealCustomer)
        let index = Self.index(in: &indices[state.account], next: accounts.count)
        if index == accounts.count {
            accounts.append(state.account)
            accumulators.append(contentsOf: state.accumulators)
            memories.append(state.memory)
            summaries.append(Summary(fit: fit, latestSignal: nil, signals: 0))
        } else {
            for kind in 0..<kinds { accumulators[index * kinds + kind] = state.accumulators[kind] }
            memories[index] = state.memory
            summaries[index].fit = fit
        }
        updateLatestSignal(at: index)
        return index
    }

    /// The index of `account`, which is given one if it has none.
    mutating func indexForWriting(_ account: AccountID) -> Int {
        let index = Self.index(in: &indices[account], next: accounts.count)
        guard index == accounts.count else { return index }
        accounts.append(account)
        accumulators.append(contentsOf: repeatElement(Accumulator(), count: model.kinds.count))
        memories.append(AccountMemory())
        summaries.append(
            Summary(fit: Fit(of: Profile(), to: model.idealCustomer), latestSignal: nil, signals: 0)
        )
        return index
    }

    /// The index in `entry` of `indices`, which is looked up once only; `next` goes there if there is none.
    private static func index(in entry: inout Int?, next: Int) -> Int {
        if let index = entry { return index }
        entry = next
        return next
    }

    /// Where `kind` stands in the model; nil if the model does not declare it.
    func kindIndex(_ kind: String) -> Int? {
        kindIndices[kind]
    }

    /// Computes the fit anew, after a change of the profile or of the ICP.
    mutating func updateFit(at index: Int) {
        summaries[index].fit = Fit(of: memories[index].profile, to: model.idealCustomer)
    }

    /// Computes anew how many signals count and when the latest of them happened.
    mutating func updateLatestSignal(at index: Int) {
        let kinds = model.kinds.count
        var counted = 0
        for place in index * kinds..<(index + 1) * kinds { counted += accumulators[place].counted }
        summaries[index].signals = counted
        guard counted > 0 else {
            memories[index].latestEvicted = nil
            summaries[index].latestSignal = nil
            return
        }
        var latest = memories[index].latestEvicted
        for place in memories[index].signals.indices {
            let time = memories[index].signals[place].time
            guard memories[index].signals[place].status == .counted, latest.map({ time > $0 }) ?? true else {
                continue
            }
            latest = time
        }
        summaries[index].latestSignal = latest
    }
}
