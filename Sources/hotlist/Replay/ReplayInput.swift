// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import ConfigurationFiles
import Events
import Foundation
import Ingest
import JSON
import Pipeline
import Ranking
import RecordFiles

/// What `replay` and `explain` read, and with which model and until when.
struct ReplayInput: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: "The daemon's configuration: its model, limits and person key are used."
    )
    var config: String?
    @Option(
        help: ArgumentHelp(
            "A model file. Without --config and --model, the model that ships with hotlist is used.",
            discussion: "Where Kafka is read, also the digest (sha256:…) of a document in <id>.models."
        )
    )
    var model: String?
    @Option(
        help: ArgumentHelp(
            "The instant of the ranking; what happened later is left out. Now by default.",
            discussion: "A time such as 2026-11-20T09:00:00Z, or a day, which means its beginning in UTC.",
            valueName: "time"
        )
    )
    var asOf: InstantArgument?
    @Option(
        help: ArgumentHelp("The encoding of the files: utf-8, latin1 or macroman.", valueName: "encoding"),
        transform: Self.encoding
    )
    var encoding = TextEncoding.utf8

    /// The time now, and the instant.
    func times() -> (clock: Timestamp, instant: Timestamp) {
        let clock = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        return (clock, asOf?.time ?? clock)
    }

    /// The instant, which has to be one that the deployment's journal can know of.
    func pastInstant() throws(CommandFailure) -> Timestamp {
        let (clock, instant) = times()
        guard instant <= clock else {
            throw .failed("--as-of \(instant) lies in the future; the journal knows nothing of it yet")
        }
        return instant
    }

    /// Reads the files in their order.
    ///
    /// - Parameters:
    ///   - files: the files.
    ///   - refused: called with each record that cannot be used.
    /// - Returns: the accounts, and what became of the records.
    /// - Throws: `CommandFailure`, and what `refused` throws.
    func replay(
        _ files: [ReplayFile],
        refused: (RefusedRecord) throws -> Void
    ) throws -> Replay {
        let (model, settings) = try settings()
        var mappings: [String: Mapping] = [:]
        do {
            for name in files.compactMap(\.mapping) { mappings[name] = try ReplayFile.mapping(name) }
        } catch let error as ConfigurationError {
            throw CommandFailure(error)
        }
        let (clock, instant) = times()
        var replay = Replay(
            model: model,
            ingestor: try Ingestor(
                mappings: mappings,
                resolver: Setup.resolver(),
                limits: settings.limits,
                personKey: settings.personKey
            ),
            upTo: instant,
            clock: clock
        )
        var meter = ReplayMeter()
        for file in files {
            let options = RecordFileOptions(
                encoding: encoding,
                maximumRecordBytes: settings.limits.json.documentBytes
            )
            do {
                let reader = try FileReadAhead(file.source, options: options)
                try read(reader, file.mapping, into: &replay, &meter, refused: refused)
            } catch let error as RecordFileError {
                meter.clear()
                throw CommandFailure.failed("\(error)")
            }
        }
        meter.clear()
        return replay
    }

    private func read(
        _ reader: FileReadAhead,
        _ mapping: String?,
        into replay: inout Replay,
        _ meter: inout ReplayMeter,
        refused: (RefusedRecord) throws -> Void
    ) throws {
        while let next = try reader.next() {
            let batch = next.records
            let whole = batch.records.filter { $0.fault == nil }
            var refusals: [Int: ReplayRefusal] = [:]
            if let mapping {
                for (number, record) in whole.enumerated() {
                    let value = batch.bytes.span.extracting(record.range)
                    refusals[number] = replay.receive(value, mapping: mapping, number: record.line)
                }
            } else {
                refusals = replay.receive(journal: whole.map(\.range), of: batch.bytes)
            }
            var number = 0
            for record in batch.records {
                var refusal: ReplayRefusal?
                if let fault = record.fault {
                    refusal = ReplayRefusal(reason: fault.reason, message: fault.description)
                    refusal.map { replay.receive(unreadable: $0) }
                } else {
                    refusal = refusals[number]
                    number += 1
                }
                guard let refusal else { continue }
                try refused(
                    RefusedRecord(
                        refusal: refusal,
                        file: reader.name,
                        line: record.line,
                        original: Array(batch.bytes(of: record))
                    )
                )
            }
            meter.show(reader.name, next.progress, records: replay.tally.records)
        }
    }

    /// The model, and how records are read.
    private func settings() throws -> (Model, (limits: IngestLimits, personKey: PersonKey?)) {
        guard let config else { return (try model(of: nil), (IngestLimits(), Self.personKey)) }
        let setup = try Setup(path: config)
        return (try model(of: setup), (setup.limits, setup.personKey))
    }

    /// The model that is asked for, else that of the deployment, else the one that ships with hotlist.
    func model(of setup: Setup?) throws(CommandFailure) -> Model {
        do throws(ConfigurationError) {
            if let path = model { return try ConfigurationLoader.model(path: path).model }
            if let setup { return setup.model }
            return try DefaultModel.model()
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func encoding(_ argument: String) throws -> TextEncoding {
        guard let encoding = TextEncoding(rawValue: argument) else {
            let known = TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("there is no encoding \(argument); there are \(known)")
        }
        return encoding
    }

    /// Tells persons apart who come by e-mail address; not secret, since nothing of a replay is kept.
    private static let personKey = PersonKey(bytes: Array("hotlist replay: no secret".utf8))
}

/// An instant on the command line.
struct InstantArgument: ExpressibleByArgument {
    let time: Timestamp

    init?(argument: String) {
        if let day = CivilDate(iso8601: argument) {
            time = day.start
        } else {
            guard let time = Timestamp(rfc3339: argument) else { return nil }
            self.time = time
        }
    }
}

extension FileRecordFault {
    /// The stable code of the dead letters' reason.
    fileprivate var reason: String {
        switch self {
        case .tooLong: DeadLetterReason.jsonDocumentTooLarge.rawValue
        case .raggedRow: "file_ragged_row"
        case .invalidText: "file_invalid_text"
        case .unfinished: "file_unfinished"
        }
    }
}
