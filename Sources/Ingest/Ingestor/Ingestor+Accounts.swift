// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

extension Ingestor {
    /// The account that a record is about; of several faults, that of the first value which is present.
    func account(
        _ expression: AccountExpression,
        _ document: borrowing JSONDocument,
        _ scope: RecordScope,
        _ session: RecordSession
    ) throws(IngestFault) -> AccountID {
        var first: IngestFault?
        for candidate in expression.candidates {
            let texts = try document.texts(of: candidate.expression, in: scope, name: "the account")
            for text in texts {
                do throws(IngestFault) {
                    return try account(candidate.identifier, text, session)
                } catch {
                    if first == nil { first = error }
                }
            }
        }
        throw first ?? IngestFault(.accountMissing, "the record names no account")
    }

    /// The account that one value names.
    func account(
        _ identifier: AccountExpression.Identifier,
        _ text: String,
        _ session: RecordSession
    ) throws(IngestFault) -> AccountID {
        do throws(AccountRefusal) {
            switch identifier {
            case .domain: return try session.current(resolver.account(domain: text))
            case .url: return try session.current(resolver.account(url: text))
            case .email: return try session.current(resolver.account(email: text))
            case .alias(let namespace):
                guard let key = AliasKey(namespace: namespace, value: text, resolver: resolver) else {
                    throw .noAlias
                }
                guard let account = session.target(of: try opaque(key)) else { throw .noAlias }
                return try session.current(account)
            }
        } catch {
            throw IngestFault(DeadLetterReason(error), Self.description(identifier, text))
        }
    }

    /// What was tried, without giving a person's address away.
    private static func description(_ identifier: AccountExpression.Identifier, _ text: String) -> String {
        let shown = EscapedText.escaped(text.split(separator: "@").last.map(String.init) ?? "", limit: 100)
        return switch identifier {
        case .domain: "the domain \(shown)"
        case .url: "the URL \(shown)"
        case .email: "an e-mail address at \(shown)"
        case .alias(let namespace): "the alias \(namespace):\(shown)"
        }
    }

    /// The key with an e-mail address in it replaced by its hash; without a person key there is no such alias.
    private func opaque(_ key: AliasKey) throws(AccountRefusal) -> AliasKey {
        guard key.namespace != AliasKey.nameNamespace, key.value.utf8.contains(UInt8(ascii: "@")) else {
            return key
        }
        guard let person = personKey?.person(email: key.value) else { throw .noAlias }
        return AliasKey(namespace: key.namespace, canonical: person)
    }

    /// The aliases that a record teaches and that are new, and whether it named any at all.
    ///
    /// Domains of mail providers and the account's own teach nothing.
    func learn(
        _ expressions: [AliasExpression],
        of account: AccountID,
        source: String,
        _ document: borrowing JSONDocument,
        _ scope: RecordScope,
        _ session: RecordSession
    ) throws(IngestFault) -> (aliases: [Alias], isAny: Bool) {
        var aliases: [Alias] = []
        var isAny = false
        for expression in expressions {
            let namespace = expression.namespace
            let texts = try document.texts(of: expression.expression, in: scope, name: "an alias")
            for text in texts {
                guard let raw = AliasKey(namespace: namespace, value: text, resolver: resolver) else {
                    continue
                }
                isAny = true
                let key: AliasKey
                do throws(AccountRefusal) {
                    key = try opaque(raw)
                } catch {
                    throw IngestFault(
                        .personKeyMissing,
                        "an id to learn is an e-mail address, and there is no person key"
                    )
                }
                guard key.supersededAccount != account else { continue }
                let known = aliases.last { $0.key == key }?.account ?? session.target(of: key)
                guard key.isNews(account, known: known) else { continue }
                aliases.append(Alias(key: key, account: account, source: source, recordedTime: session.now))
            }
        }
        return (aliases, isAny)
    }
}
