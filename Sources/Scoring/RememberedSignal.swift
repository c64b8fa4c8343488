// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

/// A signal that an account remembers: so that it counts once, can be retracted, and can be given as a reason.
@dynamicMemberLookup
public struct RememberedSignal: Hashable, Sendable {
    /// What became of a signal.
    public enum Status: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        /// It counts.
        case counted
        /// It has a place, but a stronger or earlier signal of its group counts for it.
        case collapsed
        /// Its person had its signals of the day already.
        case overCap
        /// It was retracted, before or after it came.
        case retracted

        /// The status as explanations name it.
        public var description: String {
            switch self {
            case .counted: "counted"
            case .collapsed: "collapsed"
            case .overCap: "over_cap"
            case .retracted: "retracted"
            }
        }
    }

    /// What the fold counts it by.
    public var terms: SignalTerms
    /// Its id, cut at 64 bytes on a boundary of Unicode scalars.
    public var id: String
    /// What to tell people about it.
    public var detail: SignalDetail

    /// A signal of the given parts.
    public init(terms: SignalTerms, id: String, detail: SignalDetail) {
        self.terms = terms
        self.id = id
        self.detail = detail
    }

    /// Gives what it counts by as its own.
    public subscript<Value>(dynamicMember path: WritableKeyPath<SignalTerms, Value>) -> Value {
        get { terms[keyPath: path] }
        set { terms[keyPath: path] = newValue }
    }
}
