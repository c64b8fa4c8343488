// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Reads the records of a file or of standard input as JSON documents, in constant memory.
///
/// Gzip is recognised by its first bytes, also with several members. A record that is no document is reported in its
/// place and the next ones are read; damage to the file itself is thrown after all records before it were given.
/// Rows of CSV become objects of strings under the names of the first row. Blank lines are skipped.
public struct RecordFileReader: ~Copyable {
    /// The name of the file, which its batches carry.
    public let name: String
    /// The format in which the file is read.
    public let format: RecordFormat

    private var source: ByteSource
    private let upperHalf: [[UInt8]]?
    private var framer: RecordFramer
    private var rows: RowEncoder?
    /// Whether the file was read to its end.
    private var isAtEnd = false
    /// Whether what the last record left was given.
    private var hasFinished = false
    /// Whether the byte order mark was looked for.
    private var hasBegun = false
    /// The first bytes, while there are too few to tell a byte order mark.
    private var opening: [UInt8] = []
    /// What ended the reading, until the records before it were given.
    private var failure: RecordFileError?

    /// Opens a file or standard input.
    ///
    /// - Throws: `RecordFileError` when there is no such file, it cannot be opened, or its format is not known.
    public init(
        _ source: RecordFileSource,
        options: RecordFileOptions = RecordFileOptions()
    ) throws(RecordFileError) {
        let format = try Self.format(of: source, stated: options.format)
        self.source = try ByteSource(source, chunkBytes: options.chunkBytes)
        self.format = format
        name = source.name
        upperHalf = options.encoding.upperHalf
        framer = RecordFramer(format: format, limit: options.maximumRecordBytes)
        rows =
            switch format {
            case .csv: RowEncoder(separator: UInt8(ascii: ","))
            case .tsv: RowEncoder(separator: UInt8(ascii: "\t"))
            case .ndjson, .json: nil
            }
    }

    /// How far the reader has come in the file.
    public var progress: FileProgress {
        FileProgress(bytesRead: source.bytesRead, totalBytes: source.totalBytes)
    }

    /// The next records, at most `limit` and at least one; nil when all were given.
    ///
    /// - Throws: `RecordFileError` when the file cannot be read any further.
    public mutating func nextBatch(limit: Int = 8192) throws(RecordFileError) -> FileRecordBatch? {
        var batch = FileRecordBatch(file: name)
        while batch.records.count < max(1, limit), batch.bytes.count < Self.batchBytes {
            if let frame = framer.next() {
                append(frame, to: &batch)
            } else if isAtEnd {
                if !hasFinished, let frame = framer.finish() { append(frame, to: &batch) }
                hasFinished = true
                break
            } else if failure == nil {
                readMore()
            } else {
                break
            }
        }
        if !batch.records.isEmpty { return batch }
        if let failure { throw failure }
        return nil
    }

    /// A batch is given when it has so many bytes, however few its records.
    private static let batchBytes = 1 << 20

    private static func format(
        of source: RecordFileSource,
        stated: RecordFormat?
    ) throws(RecordFileError) -> RecordFormat {
        if let stated { return stated }
        switch source {
        case .standardInput: return .ndjson
        case .path(let path):
            guard let format = RecordFormat(path: path) else { throw .unknownFormat(path: path) }
            return format
        }
    }

    private mutating func readMore() {
        var chunk: [UInt8] = []
        do throws(RecordFileError) {
            let upperHalf = upperHalf
            isAtEnd = try !source.next { bytes in
                guard let upperHalf else {
                    return unsafe bytes.withUnsafeBufferPointer { unsafe chunk.append(contentsOf: $0) }
                }
                for index in bytes.indices {
                    let byte = bytes[index]
                    if byte < 0x80 { chunk.append(byte) } else { chunk += upperHalf[Int(byte) - 0x80] }
                }
            }
        } catch {
            failure = error
        }
        if !hasBegun { begin(with: &chunk) }
        framer.append(chunk)
    }

    /// Holds back the first bytes until a byte order mark would be whole, and drops it.
    private mutating func begin(with chunk: inout [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        opening += chunk
        chunk = []
        guard opening.count >= mark.count || isAtEnd || failure != nil else { return }
        hasBegun = true
        chunk = opening.starts(with: mark) ? Array(opening.dropFirst(mark.count)) : opening
        opening = []
    }

    private mutating func append(_ frame: RecordFrame, to batch: inout FileRecordBatch) {
        let raw = framer.bytes[frame.range]
        var fault = frame.fault
        guard rows != nil else { return batch.append(raw, line: frame.line, fault: fault) }
        if rows?.hasNames == false {
            fault = rows?.setNames(raw, fault: fault)
            guard fault != nil else { return }
        } else if fault == nil {
            fault = rows?.encode(raw)
        }
        if fault == nil, let object = rows?.object {
            batch.append(object, line: frame.line, fault: nil)
        } else {
            batch.append(raw, line: frame.line, fault: fault)
        }
    }
}
