// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Events
import Ingest
import JSON
import Testing

/// An ingestor with one mapping, a clock that stands still, and aliases that are learned as a stage would.
struct IngestBench {
    static let topic = "vendor"
    static let now = Timestamp(rfc3339: "2026-11-20T09:00:00Z") ?? Timestamp(milliseconds: 0)

    let mapping: Mapping
    let resolver: AccountResolver
    var personKey: PersonKey? = PersonKey(bytes: Array("a key of at least sixteen bytes".utf8))
    var limits = IngestLimits()
    var aliases = AliasTable()
    var now = Self.now
    var timestamp: Timestamp? = Self.now

    init(_ preset: Preset) throws {
        self.init(try preset.mapping(), resolver: try Self.resolver())
    }

    init(yaml: String) throws {
        let mapping = try Mapping(file: "test.yaml", bytes: Array(yaml.utf8), name: "test")
        self.init(mapping, resolver: try Self.resolver())
    }

    private init(_ mapping: Mapping, resolver: AccountResolver) {
        self.mapping = mapping
        self.resolver = resolver
    }

    static func resolver() throws -> AccountResolver {
        AccountResolver(suffixes: try #require(PublicSuffixList.builtIn()))
    }

    /// Teaches that `key`, such as `name:acme`, means an account.
    mutating func teach(_ key: String, _ account: String) throws {
        let value = Array("{\"account\":\"\(account)\"}".utf8)
        try aliases.apply(key: Array(key.utf8), value: value, resolver: resolver)
    }

    /// An ingestor that knows nothing yet.
    func ingestor() throws -> Ingestor {
        try Ingestor(
            mappings: [Self.topic: mapping],
            resolver: resolver,
            limits: limits,
            personKey: personKey
        )
    }

    /// Processes a record and applies the aliases that it teaches.
    mutating func process(_ value: String?, headers: [RecordHeader] = [], key: String? = nil) throws
        -> IngestOutcome
    {
        try process(value.map { Array($0.utf8) }, headers: headers, key: key)
    }

    mutating func process(
        _ value: [UInt8]?,
        headers: [RecordHeader] = [],
        key: String? = nil
    ) throws -> IngestOutcome {
        var ingestor = try ingestor()
        let record = SourceRecord(
            topic: Self.topic,
            partition: 3,
            offset: 42,
            timestamp: timestamp,
            key: key.map { Array($0.utf8) },
            headers: headers
        )
        let outcome: IngestOutcome
        if let value {
            outcome = ingestor.process(record, value: value.span, aliases: aliases, now: now)
        } else {
            outcome = ingestor.process(record, value: nil, aliases: aliases, now: now)
        }
        for alias in outcome.aliases { aliases.apply(alias) }
        return outcome
    }
}

extension IngestOutcome {
    /// The events as the journal has them, without what all of them share.
    var lines: [String] {
        events.map { event in
            var writer = JSONWriter()
            EventCodec.encode(event, into: &writer)
            return String(decoding: writer.bytes, as: UTF8.self)
                .replacing("\"specversion\":\"1.0\",", with: "")
                .replacing("\"recordedtime\":\"2026-11-20T09:00:00.000Z\",", with: "")
                .replacing("\"datacontenttype\":\"application/json\",", with: "")
        }
    }

    /// The aliases as `key -> account`.
    var facts: [String] { aliases.map { "\($0.key) -> \($0.account)" } }

    /// The reason of the dead letter.
    var reason: DeadLetterReason? { deadLetter?.reason }
}
