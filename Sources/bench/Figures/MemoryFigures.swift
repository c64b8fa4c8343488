// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import ConfigurationFiles
internal import Events
internal import Ingest
internal import JSON
internal import Ranking
internal import Scoring
internal import Workload

/// What one core does with the standard workload in memory, step upon step.
struct MemoryFigures {
    let workload: StandardWorkload
    let size: StandardWorkload.Size
    let model: Model
    let runs: Int
    let enough: Sample.Enough

    private var count: Int { workload.count }

    /// All figures; the steps take turns, so that whatever else the machine does meets them alike.
    func measure(_ tell: (String) -> Void) throws -> [Figure] {
        let rows = StandardWorkload(size, as: .flat)
        let steps: [() throws -> Timing] = [
            copy,
            { Parsing.time(workload) },
            document,
            decode,
            fold,
            { try rewrite(workload, by: .cloudEvents) },
            { try rewrite(rows, by: .flat) },
        ]
        var samples = [[Sample]](
            repeating: [Sample](repeating: Sample(), count: runs),
            count: steps.count
        )
        for run in 0..<runs {
            tell("run \(run + 1) of \(runs) in memory")
            for (place, step) in steps.enumerated() {
                try samples[place][run].fill(to: enough, events: count, step)
            }
        }
        var figures = [
            Figure(
                name: "copy of memory",
                value: Sample.median(samples[0]).rate * Double(workload.bytes.count) / Double(count) / 1e9,
                unit: "GB/s"
            ),
            Figure.rate("simdjson parse", samples[1]),
            Figure.rate("parse and check", samples[2]),
            Figure.rate("decode and validate", samples[3]),
            Figure.rate("decode, validate and fold", samples[4], goal: 1_000_000),
            Figure.rate("ingest of canonical events", samples[5]),
            Figure.rate("ingest of rows", samples[6]),
        ]
        for place in 2..<figures.count {
            figures[place].yardstick = figures[1].name
            figures[place].ratio = figures[place].value / figures[1].value
        }
        return figures + (try footprint())
    }

    /// What the accounts take in memory, by component: awake, and at rest in their state records.
    private func footprint() throws -> [Figure] {
        var table = AccountTable(model: model.scoring)
        try fold(into: &table)
        let awake = table.footprint
        let accounts = Double(table.count)
        let signals = Double(max(awake.signalCount, 1))
        for index in 0..<table.count {
            if let record = table.record(at: index) { table.rest(index, in: record) }
        }
        let rest = table.footprint
        func figure(_ name: String, _ bytes: Int, of count: Double, _ unit: String, _ limit: Double? = nil)
            -> Figure
        {
            Figure(
                name: name,
                value: Double(bytes) / count,
                unit: unit,
                goal: limit.map { Figure.Goal(isUpperLimit: true, value: $0) }
            )
        }
        let perAccount = awake.index + awake.ids + awake.accumulators + awake.summaries + awake.fixed
        return [
            figure("an account", perAccount, of: accounts, "B", 300),
            figure("– index of ids", awake.index, of: accounts, "B"),
            figure("– id", awake.ids, of: accounts, "B"),
            figure("– accumulators", awake.accumulators, of: accounts, "B"),
            figure("– summary", awake.summaries, of: accounts, "B"),
            figure("– fixed part of what is remembered", awake.fixed, of: accounts, "B"),
            figure("– groups, places, persons", awake.others, of: accounts, "B"),
            Figure(name: "signals an account", value: signals / accounts, unit: ""),
            figure("a signal, awake", awake.signals, of: signals, "B", 24),
            figure("– its id and details", awake.texts, of: signals, "B"),
            figure("a signal at rest", rest.recordedSignals, of: signals, "B", 24),
            figure("– its id and details at rest", rest.recordedTexts, of: signals, "B"),
            figure(
                "the rest of a record, and persons",
                rest.records - rest.recordedSignals - rest.recordedTexts + rest.others,
                of: accounts,
                "B"
            ),
        ]
    }

    private func copy() -> Timing {
        var target = workload.bytes
        target[0] = 0
        return Timing.of {
            unsafe target.withUnsafeMutableBytes { target in
                unsafe workload.bytes.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
            }
        }
    }

    private func document() throws -> Timing {
        var document = JSONDocument(limits: EventCodec.journalLimits)
        let span = workload.bytes.span
        return try Timing.of {
            for number in 0..<count { try document.parse(span.extracting(workload.range(of: number))) }
        }
    }

    private func decode() throws -> Timing {
        var decoder = JournalDecoder()
        var event = JournalEvent()
        let span = workload.bytes.span
        return try Timing.of {
            for number in 0..<count {
                try decoder.decode(span.extracting(workload.range(of: number)), into: &event)
            }
        }
    }

    /// What `ingest` does with its records, from a vendor's bytes to the journal's.
    private func rewrite(_ records: StandardWorkload, by preset: Preset) throws -> Timing {
        guard let suffixes = PublicSuffixList.builtIn() else { throw BenchFailure("libpsl has no list") }
        let ingestor = try Ingestor(
            mappings: ["rows": try preset.mapping()],
            resolver: AccountResolver(suffixes: suffixes)
        )
        var rewriter = ingestor.rewriter()
        guard let shortcut = rewriter.shortcut(for: "rows") else {
            throw BenchFailure("\(preset.rawValue) is not rewritten")
        }
        var document = JSONDocument(limits: ingestor.limits.json)
        var writer = JSONWriter(capacity: 4096)
        let aliases = AliasTable()
        let span = records.bytes.span
        return try Timing.of {
            for number in 0..<records.count {
                let isRewritten = rewriter.read(
                    span.extracting(records.range(of: number)),
                    by: shortcut,
                    timestamp: nil,
                    hasHeaders: false,
                    aliases: aliases,
                    now: size.end,
                    parsing: &document
                )
                guard isRewritten else { throw BenchFailure("event \(number) is not rewritten") }
                writer.reset()
                rewriter.write(to: &writer)
            }
        }
    }

    private func fold() throws -> Timing {
        var table = AccountTable(model: model.scoring)
        return try Timing.of { try fold(into: &table) }
    }

    private func fold(into table: inout AccountTable) throws {
        var reader = EventReader()
        var offset: Int64 = 0
        for start in stride(from: 0, to: count, by: EventReader.limit) {
            try reader.read(start..<min(start + EventReader.limit, count), of: workload)
            reader.prefetch(in: &table)
            reader.forEach { event in
                table.fold(event, offset: offset)
                offset += 1
            }
        }
    }
}
