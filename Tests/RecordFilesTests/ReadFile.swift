// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

@testable import RecordFiles

/// A record as a test compares it.
struct ReadRecord: Hashable, CustomStringConvertible {
    var line: Int
    var text: String
    var fault: FileRecordFault?

    init(_ line: Int, _ text: String, _ fault: FileRecordFault? = nil) {
        self.line = line
        self.text = text
        self.fault = fault
    }

    var description: String { "\(line): \(text)\(fault.map { " (\($0))" } ?? "")" }
}

/// Everything that a reader gives, and the error that ends it.
struct ReadFile {
    var records: [ReadRecord] = []
    var failure: RecordFileError?
    var progress = FileProgress(bytesRead: 0, totalBytes: nil)

    var texts: [String] { records.map(\.text) }

    init(
        _ file: TemporaryFile,
        format: RecordFormat? = nil,
        encoding: TextEncoding = .utf8,
        maximum: Int = 1 << 20,
        chunk: Int? = nil,
        limit: Int = 1024
    ) {
        self.init(
            path: file.path,
            format: format,
            encoding: encoding,
            maximum: maximum,
            chunk: chunk,
            limit: limit
        )
    }

    init(
        path: String,
        format: RecordFormat? = nil,
        encoding: TextEncoding = .utf8,
        maximum: Int = 1 << 20,
        chunk: Int? = nil,
        limit: Int = 1024
    ) {
        var options = RecordFileOptions(format: format, encoding: encoding, maximumRecordBytes: maximum)
        if let chunk { options.chunkBytes = chunk }
        do throws(RecordFileError) {
            var reader = try RecordFileReader(.path(path), options: options)
            while true {
                do throws(RecordFileError) {
                    guard let batch = try reader.nextBatch(limit: limit) else { break }
                    for record in batch.records {
                        let text = String(decoding: batch.bytes(of: record), as: UTF8.self)
                        records.append(ReadRecord(record.line, text, record.fault))
                    }
                } catch {
                    failure = error
                    break
                }
            }
            progress = reader.progress
        } catch {
            failure = error
        }
    }
}
