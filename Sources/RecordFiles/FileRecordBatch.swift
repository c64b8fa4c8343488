// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Records of a file in their order, with their bytes side by side.
public struct FileRecordBatch: Hashable, Sendable {
    /// The name of the file.
    public let file: String
    /// The records.
    public private(set) var records: [FileRecord] = []
    /// The bytes of all records; each record's `range` lies in them.
    public private(set) var bytes: [UInt8] = []

    /// An empty batch of `file`.
    init(file: String) {
        self.file = file
    }

    /// The bytes of one of the batch's records.
    public func bytes(of record: FileRecord) -> ArraySlice<UInt8> {
        bytes[record.range]
    }

    /// Appends a record.
    mutating func append(_ content: some Collection<UInt8>, line: Int, fault: FileRecordFault?) {
        let start = bytes.count
        bytes.append(contentsOf: content)
        records.append(FileRecord(line: line, range: start..<bytes.count, fault: fault))
    }
}
