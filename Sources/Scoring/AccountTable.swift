// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
import JSON

/// The state of the accounts of one journal partition: a fold of its events in journal order.
///
/// A pure value: the same events under the same model give the same table, to the bit. Accounts have dense indices in
/// the order of their first event; an index stays valid, also after an erasure. What scoring reads of all accounts
/// (`accumulators`, `summaries`) lies in dense arrays; what only the fold and explanations need is apart (`accounts`).
public struct AccountTable: Sendable {
    /// What scoring needs of an account beside its accumulators; the fit's value comes first (see `CScoring`).
    struct Summary: Hashable, Sendable {
        private var fitValue: Double
        /// The latest time of a signal that counts.
        var latestSignal: Timestamp?
        private var isDisqualified: Bool
        /// How many persons are remembered; of more than it can hold as many as it can.
        var persons: UInt16 = 0
        /// Where `persons` stands in a summary.
        static let personsOffset = MemoryLayout<Summary>.offset(of: \.persons) ?? 0
        /// Whether there are dispositions, so that they have to be looked at.
        var hasDispositions = false

        init(fit: Fit) {
            fitValue = fit.value
            isDisqualified = fit.isDisqualified
        }

        /// F and the disqualifiers, as of the last change of the profile or of the ICP.
        var fit: Fit {
            get { Fit(value: fitValue, isDisqualified: isDisqualified) }
            set { (fitValue, isDisqualified) = (newValue.value, newValue.isDisqualified) }
        }
    }

    /// What only the fold and explanations need of an account: in one place, as each place more has to be waited for.
    struct Account: Sendable {
        /// Where its id is.
        var id: ByteArena.Place
        /// Where its record is while it rests, which then holds its signals, groups, places and retractions; `none`
        /// while it is awake.
        var record = ByteArena.Place.none
        /// What is remembered of it.
        var memory = AccountMemory()
    }

    /// The model by which events are folded and accounts are scored.
    public private(set) var model: ScoringModel
    /// How signals are read, one rule for each of the model's kinds.
    let rules: [SignalRule]
    /// The fit of an account without a profile.
    private var fitWithoutProfile: Fit

    var indices = AccountIndex()
    /// The bytes of the ids, and of the records of accounts at rest.
    var arena = ByteArena()
    /// The accumulators of account `a` start at `a · kinds`.
    var accumulators = PackedAccumulators()
    var summaries: [Summary] = []
    var accounts: [Account] = []
    /// For how many accounts there is room in the arrays.
    var room = 0
    /// Accumulators that are being read.
    var scratch: [Accumulator] = []

    /// A table without accounts.
    public init(model: ScoringModel) {
        self.model = model
        fitWithoutProfile = Fit(of: Profile(), to: model.idealCustomer)
        rules = model.kinds.map(SignalRule.init)
    }

    /// How many accounts there are, erased ones included.
    public var count: Int { accounts.count }

    /// The index of `account`; nil if no event has left anything of it.
    public func index(of account: AccountID) -> Int? {
        index(of: account.domain.utf8.span)
    }

    /// The account at `index`.
    public func accountID(at index: Int) -> AccountID {
        arena.read(accounts[index].id) { AccountID(domain: String(copying: $0)) }
    }

    /// Whether the id of the account at `left` comes before that of the one at `right`, in byte order.
    public func idPrecedes(_ left: Int, _ right: Int) -> Bool {
        arena.read(accounts[left].id) { left in
            arena.read(accounts[right].id) { right in
                for place in 0..<min(left.count, right.count) where left[place] != right[place] {
                    return left[place] < right[place]
                }
                return left.count < right.count
            }
        }
    }

    /// The latest time of a signal that counts for the account at `index`; nil without one.
    public func latestSignal(at index: Int) -> Timestamp? {
        summaries[index].latestSignal
    }

    /// The profile of the account at `index`.
    public func profile(at index: Int) -> Profile {
        accounts[index].memory.profile
    }

    /// The newest disposition of the account at `index` for all queues and for each queue.
    public func dispositions(at index: Int) -> [DispositionRecord] {
        summaries[index].hasDispositions ? accounts[index].memory.dispositions : []
    }

    /// Whether the account at `index` turned out to be an alias of another.
    public func isSuperseded(at index: Int) -> Bool {
        accounts[index].memory.supersededBy != nil
    }

    /// The account that the one at `index` turned out to be an alias of; nil if it is none.
    public func supersededBy(at index: Int) -> AccountID? {
        accounts[index].memory.supersededBy
    }

    /// The fit of the account at `index`, as of the last change of its profile or of the ICP.
    public func fit(at index: Int) -> Fit {
        summaries[index].fit
    }

    /// The offset of the last event folded into the account at `index`; −1 before any.
    public func foldedThrough(at index: Int) -> Int64 {
        accounts[index].memory.foldedThrough
    }

    /// How many signals of the kind with the number `kind` in the model count for the account at `index`.
    public func countedSignals(at index: Int, kind: Int) -> Int {
        accumulators[index * model.kinds.count + kind].counted
    }

    /// How many signals count for the account at `index`.
    private func countedSignals(at index: Int) -> Int {
        model.kinds.indices.reduce(0) { $0 + countedSignals(at: index, kind: $1) }
    }

    /// Scores by another model from now on; throws if that one folds differently.
    ///
    /// Weights, caps, thresholds, τ, φ, grades and the ICP may differ, and no event need be folded again.
    public mutating func apply(_ model: ScoringModel) throws(FoldMismatch) {
        guard model.foldDescription == self.model.foldDescription else { throw FoldMismatch() }
        let hasNewIdeal = model.idealCustomer != self.model.idealCustomer
        self.model = model
        guard hasNewIdeal else { return }
        fitWithoutProfile = Fit(of: Profile(), to: model.idealCustomer)
        for index in summaries.indices {
            updateFit(at: index)
        }
    }

    /// The state of the account at `index`, apart from the table.
    public func state(at index: Int) -> AccountState {
        AccountState(
            account: accountID(at: index),
            accumulators: accumulators(at: index),
            memory: memory(at: index)
        )
    }

    /// The accumulators of the account at `index`, one for each of the model's kinds.
    func accumulators(at index: Int) -> [Accumulator] {
        let start = index * model.kinds.count
        return model.kinds.indices.map { accumulators[start + $0] }
    }

    /// Whether nothing is known of the account at `index` but how far it is folded.
    ///
    /// Such an account needs no record: its events up to there leave nothing when they are folded again.
    public func isVacant(at index: Int) -> Bool {
        guard !isAtRest(index), countedSignals(at: index) == 0 else { return false }
        var memory = accounts[index].memory
        memory.foldedThrough = AccountMemory().foldedThrough
        return memory == AccountMemory()
    }

    /// Makes `account` as though nothing had ever been known of it, how far it is folded included.
    public mutating func forget(_ account: AccountID) {
        forget(account.domain.utf8.span)
    }

    mutating func forget(_ id: borrowing Span<UInt8>) {
        guard let index = index(of: id) else { return }
        clear(index, through: AccountMemory().foldedThrough)
    }

    /// Forgets everything of the account at `index` but that it is folded through `offset`.
    mutating func clear(_ index: Int, through offset: Int64) {
        releaseRecord(of: index)
        accounts[index].memory = AccountMemory()
        accounts[index].memory.foldedThrough = offset
        let start = index * model.kinds.count
        for place in start..<start + model.kinds.count {
            accumulators[place] = Accumulator()
        }
        updateFit(at: index)
        updateLatestSignal(at: index)
        summaries[index].persons = 0
        summaries[index].hasDispositions = false
    }

    /// Puts a state that was taken under a model of the same fold description in the place of the account's own.
    ///
    /// Answers the account's index; nil, with nothing done, if the state has not one accumulator for each kind.
    @discardableResult
    public mutating func restore(_ state: AccountState) -> Int? {
        guard state.accumulators.count == model.kinds.count else { return nil }
        let latest = state.memory.signals.latestCounted
        let index = indexForWriting(state.account.domain.utf8.span)
        scratch = state.accumulators
        put(state.memory, latestSignal: latest, at: index)
        return index
    }

    /// Puts a memory and the accumulators of `scratch` in the place of the account's own; `latestSignal` is that of
    /// the remembered signals that count.
    mutating func put(_ memory: consuming AccountMemory, latestSignal: Timestamp?, at index: Int) {
        releaseRecord(of: index)
        let start = index * model.kinds.count
        var counted = 0
        for kind in scratch.indices {
            accumulators[start + kind] = scratch[kind]
            counted += scratch[kind].counted
        }
        if counted == 0 { memory.latestEvicted = nil }
        var summary = Summary(fit: fit(of: memory.profile))
        summary.latestSignal = counted == 0 ? nil : Self.later(latestSignal, memory.latestEvicted)
        summary.persons = UInt16(clamping: memory.committee.count)
        summary.hasDispositions = !memory.dispositions.isEmpty
        summaries[index] = summary
        accounts[index].memory = memory
    }

    /// The index of the account of this id; nil if no event has left anything of it.
    func index(of id: borrowing Span<UInt8>) -> Int? {
        index(of: id, AccountID.hash(id))
    }

    /// The index of the account of this id and of its hash.
    ///
    /// Put where it is asked, as the table would be copied for a call.
    @inline(__always)
    func index(of id: borrowing Span<UInt8>, _ hash: UInt32) -> Int? {
        let id = copy id
        return indices.index(hash) { index in arena.read(accounts[index].id) { $0.isEqual(to: id) } }
    }

    /// The index of the account of this id, which is given one if it has none; `keep` says where its bytes are kept.
    mutating func indexForWriting(
        _ id: borrowing Span<UInt8>,
        keptBy keep: (inout ByteArena, Span<UInt8>) -> ByteArena.Place = { $0.append($1) }
    ) -> Int {
        let hash = AccountID.hash(id)
        return index(of: id, hash) ?? addAccount(id, hash, keptBy: keep)
    }

    /// Gives an account an index, which has none.
    mutating func addAccount(
        _ id: borrowing Span<UInt8>,
        _ hash: UInt32,
        keptBy keep: (inout ByteArena, Span<UInt8>) -> ByteArena.Place = { $0.append($1) }
    ) -> Int {
        let id = copy id
        // All arrays at once, and to four times as much: the room is not touched before it is used.
        if count == room { reserve(max(4, 4 * count)) }
        indices.insert(count, hash)
        accounts.append(Account(id: keep(&arena, id)))
        accumulators.append(model.kinds.count)
        summaries.append(Summary(fit: fitWithoutProfile))
        return count - 1
    }

    private func fit(of profile: Profile) -> Fit {
        profile.fields.isEmpty ? fitWithoutProfile : Fit(of: profile, to: model.idealCustomer)
    }

    /// The later of two times, as far as there are any.
    private static func later(_ left: Timestamp?, _ right: Timestamp?) -> Timestamp? {
        guard let left, let right else { return left ?? right }
        return max(left, right)
    }

    /// Computes the fit anew, after a change of the profile or of the ICP.
    mutating func updateFit(at index: Int) {
        summaries[index].fit = fit(of: accounts[index].memory.profile)
    }

    /// Computes anew when the latest of the signals that count happened.
    mutating func updateLatestSignal(at index: Int) {
        guard countedSignals(at: index) > 0 else {
            accounts[index].memory.latestEvicted = nil
            summaries[index].latestSignal = nil
            return
        }
        summaries[index].latestSignal = latestRemembered(at: index)
    }

    /// When the latest of the signals happened that are remembered and count, or do so without being remembered.
    func latestRemembered(at index: Int) -> Timestamp? {
        Self.later(accounts[index].memory.latestEvicted, accounts[index].memory.signals.latestCounted)
    }
}
