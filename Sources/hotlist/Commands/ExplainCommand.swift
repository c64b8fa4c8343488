// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import Events
import Foundation
import Ingest
import Pipeline
import Ranking
import Scoring

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Shows how an account got its urgency: every term, every signal, every queue.",
        discussion: """
            Examples:
              hotlist explain acme.com --config /etc/hotlist/hotlist.yaml
              hotlist explain www.acme.com --as-of 2026-01-15 theirstack=jobs.ndjson
              hotlist explain acme.com --format json journal.ndjson

            Without files the account's events are read from the deployment's journal on Kafka, and the lists that \
            were published then say where it stood. With files, which are given as to replay, all accounts are \
            known, and so the account's rank. docs/scoring.md has the formula. Exit code 1: nothing is known of the \
            account.
            """
    )

    @OptionGroup var input: ReplayInput
    @Option(help: "Output for people or for programs: text or json.") var format = OutputFormat.text
    @Argument(help: "The account: a domain, a URL or an e-mail address; with files also a company's name.")
    var account: String
    @Argument(help: ArgumentHelp("What to read instead of Kafka.", valueName: "[mapping=]file"))
    var files: [ReplayFile] = []

    func run() async throws {
        let resolver = try Setup.resolver()
        if files.isEmpty {
            try explain(try domain(resolver))
        } else {
            let replay = try input.replay(files) { _ in }
            let account = try known(replay, resolver)
            let lists = replay.ranking.lists(asOf: replay.instant)
            try show(account, replay.ranking, replay.instant, lists: lists, places: nil)
        }
    }

    private func show(
        _ account: AccountID,
        _ ranking: OfflineRanking,
        _ instant: Timestamp,
        lists: [PublishedList],
        places: PublishedPlaces?
    ) throws {
        let table = ranking.table(of: account)
        guard let index = table.index(of: account),
            let explanation = table.explanation(of: account, at: instant)
        else { throw CommandFailure.failed("nothing is known of \(account) at \(instant)") }
        let verdicts = QueueVerdict.verdicts(
            on: index,
            in: table,
            model: ranking.model,
            asOf: instant,
            lists: lists
        )
        switch format {
        case .json:
            Console.line(
                ExplanationDocument.encoded(
                    explanation,
                    verdicts: verdicts,
                    model: ranking.model,
                    published: places?.places
                )
            )
        case .text:
            let text = ExplanationText(
                explanation: explanation,
                verdicts: verdicts,
                model: ranking.model,
                ranksAreKnown: !files.isEmpty
            )
            Console.text(text.text)
            if let places { Console.text("\n\(PublishedPlaceText.text(places.places, at: instant))") }
        }
    }

    /// The account by its domain, URL or e-mail address.
    private func domain(_ resolver: AccountResolver) throws -> AccountID {
        do {
            return account.contains("@")
                ? try resolver.account(email: account) : try resolver.account(url: account)
        } catch {
            throw CommandFailure.failed("\(account) names no account; give a domain such as acme.com")
        }
    }

    /// The account among those of the files: also by an alias or by its name.
    private func known(_ replay: borrowing Replay, _ resolver: AccountResolver) throws -> AccountID {
        var found: [AccountID] = []
        if let account = try? domain(resolver) { found.append(account) }
        if let key = AliasKey(namespace: AliasKey.nameNamespace, value: account, resolver: resolver),
            let account = try? replay.aliases.account(of: key)
        {
            found.append(account)
        }
        let ranking = replay.ranking
        if let known = found.first(where: { ranking.table(of: $0).index(of: $0) != nil }) { return known }
        let near = NearAccounts(to: account, in: ranking.tables).text
        throw CommandFailure.failed("nothing is known of \(account) at \(replay.instant)\(near)")
    }

    /// Explains the account from its events on Kafka.
    private func explain(_ account: AccountID) throws {
        let setup = try Setup(path: input.config ?? ConfigurationOption.defaultPath)
        let instant = try input.pastInstant()
        let reading = try TopicReading(setup)
        let deployed = try DeployedModel(input.model, at: instant, setup, reading)
        var ranking = OfflineRanking(model: deployed.model)
        let extent = try JournalReading(setup: setup, reading: reading)
            .forEachEvent(of: account, upTo: instant) { ranking.fold($0) }
        for warning in extent.warnings { Console.error("hotlist: \(warning)") }
        if deployed.model.digest != setup.model.digest || input.asOf != nil {
            Console.error("hotlist: this is by \(deployed.origin)")
        }
        let lists = try reading.records(of: setup.names.queues)
        let places = PublishedPlaces(of: account, at: instant, lists: lists)
        try show(account, ranking, instant, lists: [], places: places)
    }
}
