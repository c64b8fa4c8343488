// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a canonical event says; one case for each `type`, and one for the types of later versions.
public enum Payload: Hashable, Sendable {
    /// `hotlist.signal.v1`: a buying signal, which adds a contribution.
    case signal(Signal)
    /// `hotlist.retract.v1`: an earlier signal was wrong, and its contribution goes.
    case retract(Retraction)
    /// `hotlist.account.v1`: a change of the account's profile.
    case account(ProfileChange)
    /// `hotlist.disposition.v1`: somebody worked, snoozed or dismissed the account.
    case disposition(Disposition)
    /// `hotlist.superseded.v1`: the account was an alias of another one.
    case superseded(by: AccountID)
    /// `hotlist.erase.v1`: forget the account's state.
    case erase
    /// A type that this version does not know, with its `data` as JSON text; counted and skipped by the fold.
    case unknown(type: String, data: [UInt8]?)
}

extension Payload {
    /// The CloudEvents `type`, such as `hotlist.signal.v1`.
    public var type: String {
        switch self {
        case .signal: "hotlist.signal.v1"
        case .retract: "hotlist.retract.v1"
        case .account: "hotlist.account.v1"
        case .disposition: "hotlist.disposition.v1"
        case .superseded: "hotlist.superseded.v1"
        case .erase: "hotlist.erase.v1"
        case .unknown(let type, _): type
        }
    }
}
