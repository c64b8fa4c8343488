// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events
public import Scoring

/// Why an account is not in a queue, whatever its rank would be.
public enum Ineligibility: Hashable, Sendable, CustomStringConvertible {
    /// It turned out to be an alias of another account; nil if that one is not known any more.
    case superseded(by: AccountID?)
    /// A disqualifier of the ideal customer profile holds.
    case disqualified
    /// It was worked, snoozed or dismissed.
    case hidden(Disposition)
    /// A condition of the queue does not hold for the value of its field.
    case condition(Condition, value: AttributeValue?)
    /// Its stage is suppressed.
    case suppressedStage(String)
    /// It has a suppressed flag.
    case suppressedFlag(String)
    /// Fewer signals count than the queue requires.
    case signals(Int, required: Int)
    /// Fewer persons were seen than the queue requires.
    case persons(Int, required: Int)
    /// Fewer contacts can be reached than the queue requires.
    case reachableContacts(Double, required: Int)
    /// Its urgency, in hundredths, is below the queue's least.
    case urgency(Int, minimum: Int)
    /// No signal of it counts: there is nothing to say about it.
    case noSignal

    /// What is the case, to follow "the account …".
    public var description: String {
        switch self {
        case .superseded(let account):
            account.map { "is an alias of \($0)" } ?? "is an alias of another account"
        case .disqualified:
            "is ruled out by a disqualifier of the ideal customer profile"
        case .hidden(let disposition):
            Self.text(of: disposition)
        case .condition(let condition, let value):
            value.map { "does not meet the condition on '\(condition.field)', which is \(Self.text(of: $0))" }
                ?? "does not meet the condition on '\(condition.field)', which is not known"
        case .suppressedStage(let stage):
            "is in the stage '\(stage)', which the queue suppresses"
        case .suppressedFlag(let flag):
            "has the flag '\(flag)', which the queue suppresses"
        case .signals(let count, let required):
            "has \(count) counted signals of the \(required) that the queue requires"
        case .persons(let count, let required):
            "has \(count) persons seen lately of the \(required) that the queue requires"
        case .reachableContacts(let count, let required):
            "has \(ListName.text(of: count)) reachable contacts of the \(required) that the queue requires"
        case .urgency(let urgency, let minimum):
            "has the urgency \(Self.text(hundredths: urgency)), below the queue's \(Self.text(hundredths: minimum))"
        case .noSignal:
            "has no signal that counts"
        }
    }

    private static func text(of disposition: Disposition) -> String {
        let until = disposition.until.map { " until \($0)" } ?? ""
        let queue = disposition.queue.map { " for the queue '\($0)'" } ?? ""
        let by = disposition.by.map { " by \($0)" } ?? ""
        return "was \(disposition.action.rawValue)\(by)\(queue)\(until)"
    }

    private static func text(of value: AttributeValue) -> String {
        switch value {
        case .string(let text): "'\(text)'"
        case .number(let number): ListName.text(of: number)
        case .boolean(let boolean): boolean ? "true" : "false"
        case .strings(let words): words.isEmpty ? "empty" : words.map { "'\($0)'" }.joined(separator: ", ")
        }
    }

    private static func text(hundredths: Int) -> String {
        ListName.text(of: Double(hundredths) / 100)
    }
}
