// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Dispatch
import RecordFiles
import Synchronization

/// Reads a file one batch ahead of whoever works on the batches, on a thread of its own.
///
/// - Important: One thread asks for batches.
final class FileReadAhead: Sendable {
    /// Some of a file's records, and how far the file had been read for them.
    struct Batch: Sendable {
        let records: FileRecordBatch
        let progress: FileProgress
    }

    private struct State: ~Copyable {
        var reader: RecordFileReader
        /// What comes next, if it has been read.
        var ahead: Result<Batch?, RecordFileError>?

        mutating func next() -> Result<Batch?, RecordFileError> {
            Result { () throws(RecordFileError) in
                let records = try reader.nextBatch()
                return records.map { Batch(records: $0, progress: reader.progress) }
            }
        }
    }

    private let state: Mutex<State>
    private let reading = DispatchQueue(label: "hotlist-read-file")
    /// The name of the file.
    let name: String

    /// Opens a file.
    ///
    /// - Throws: `RecordFileError` when it cannot be opened, or its format is not known.
    init(_ source: RecordFileSource, options: RecordFileOptions) throws(RecordFileError) {
        let reader = try RecordFileReader(source, options: options)
        name = reader.name
        state = Mutex(State(reader: reader, ahead: nil))
    }

    /// The next records; nil when all were given.
    ///
    /// Those behind them are read while the caller works on these.
    ///
    /// - Throws: `RecordFileError` when the file cannot be read any further.
    func next() throws(RecordFileError) -> Batch? {
        let next = state.withLock { state in state.ahead.take() ?? state.next() }
        let batch = try next.get()
        if batch != nil { reading.async { [self] in readAhead() } }
        return batch
    }

    private func readAhead() {
        state.withLock { state in
            if state.ahead == nil { state.ahead = state.next() }
        }
    }
}
