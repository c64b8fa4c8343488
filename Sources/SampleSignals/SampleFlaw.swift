// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What is not as it should be with a generated record.
public enum SampleFlaw: String, Hashable, Sendable, CaseIterable {
    /// It arrives days after it happened; it counts.
    case late
    /// It arrived before; it counts once.
    case duplicate
    /// Its JSON breaks off.
    case truncated
    /// A truth value stands where a time belongs.
    case wrongType
    /// It is about a company of which nothing else was ever said.
    case unknownCompany
    /// Its person has an address at a free-mail provider and nothing tells the company; it is ignored.
    case freeMail

    /// Whether a dead letter is to be expected of it.
    public var makesDeadLetter: Bool {
        switch self {
        case .late, .duplicate, .freeMail: false
        case .truncated, .wrongType, .unknownCompany: true
        }
    }
}
