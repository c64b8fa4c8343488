// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How the account is found that a record is about.
public struct AccountExpression: Hashable, Sendable {
    /// What a value says about an account.
    public enum Identifier: Hashable, Sendable {
        /// A domain or host name.
        case domain
        /// A URL of its own site.
        case url
        /// A business e-mail address of somebody there.
        case email
        /// A company name, or an id of another system, that an alias explains; the namespace.
        case alias(String)
    }

    /// One thing to try.
    public struct Candidate: Hashable, Sendable {
        /// What the value is.
        public var identifier: Identifier
        /// Where it is found.
        public var expression: FieldExpression

        /// The account identified by the value of `expression`.
        public init(_ identifier: Identifier, _ expression: FieldExpression) {
            self.identifier = identifier
            self.expression = expression
        }
    }

    /// What to try, in this order; the first that names an account is taken.
    public var candidates: [Candidate]

    /// The account named by the first of `candidates` that does.
    public init(_ candidates: [Candidate]) {
        self.candidates = candidates
    }
}
