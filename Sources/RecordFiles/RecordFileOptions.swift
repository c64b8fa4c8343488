// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a reader cannot tell from the file itself.
public struct RecordFileOptions: Hashable, Sendable {
    /// The format; nil takes it from the path's ending, and NDJSON from standard input.
    public var format: RecordFormat?
    /// The encoding of the text.
    public var encoding: TextEncoding
    /// The most bytes of UTF-8 in one line, row or array element; a longer one is reported and skipped.
    public var maximumRecordBytes: Int
    /// How many bytes are read and inflated at once, at least 1.
    var chunkBytes = 256 * 1024

    /// Options with the given values; 1 MiB is also what an `ingest` accepts unless configured otherwise.
    public init(
        format: RecordFormat? = nil,
        encoding: TextEncoding = .utf8,
        maximumRecordBytes: Int = 1 << 20
    ) {
        self.format = format
        self.encoding = encoding
        self.maximumRecordBytes = maximumRecordBytes
    }
}
