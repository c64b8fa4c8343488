// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What is done with the elements of a record that fulfil conditions.
public struct MappingRule: Hashable, Sendable {
    /// What is done.
    public enum Action: Hashable, Sendable {
        /// Nothing, by design: the element is counted as ignored, and later rules are not looked at.
        case ignore
        /// The record goes to the dead letters with this text.
        case reject(String)
        /// An event, about an account, is appended to the journal.
        case emit(EventTemplate, account: AccountExpression)
        /// Nothing but the aliases are learned, of an account.
        case teach(source: FieldExpression, account: AccountExpression)
    }

    /// Conditions, all of which must hold.
    public var guards: [MappingGuard]
    /// What is done.
    public var action: Action
    /// Names and ids that from now on mean the account; for `emit` and `teach`.
    public var aliases: [AliasExpression]
    /// Reasons for which an element is ignored instead of going to the dead letters.
    public var ignoredReasons: Set<DeadLetterReason>

    /// A rule.
    public init(
        guards: [MappingGuard] = [],
        action: Action,
        aliases: [AliasExpression] = [],
        ignoredReasons: Set<DeadLetterReason> = []
    ) {
        self.guards = guards
        self.action = action
        self.aliases = aliases
        self.ignoredReasons = ignoredReasons
    }
}
