// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a file cannot be read, or cannot be read any further.
public enum RecordFileError: Error, Hashable, Sendable {
    /// No file has this path.
    case notFound(path: String)
    /// The file is there and may not or cannot be opened.
    case notReadable(path: String, reason: String)
    /// The path's ending names no format, and none was given.
    case unknownFormat(path: String)
    /// Reading failed `position` bytes into the file.
    case readFailed(path: String, position: Int64, reason: String)
    /// The gzip stream is damaged at about `position` bytes of the compressed file.
    case corruptGzip(path: String, position: Int64, reason: String)
    /// The file ends `position` bytes in, within a gzip member.
    case truncatedGzip(path: String, position: Int64)
}

extension RecordFileError: CustomStringConvertible {
    /// What is wrong, where, and what to do, for people.
    public var description: String {
        switch self {
        case .notFound(let path):
            "\(path): no such file; check the path"
        case .notReadable(let path, let reason):
            "\(path): cannot be opened: \(reason)"
        case .unknownFormat(let path):
            "\(path): its ending names no known format; state one of "
                + RecordFormat.allCases.map(\.rawValue).joined(separator: ", ")
        case .readFailed(let path, let position, let reason):
            "\(path): reading failed at byte \(position): \(reason)"
        case .corruptGzip(let path, let position, let reason):
            "\(path): the gzip data is damaged near byte \(position) (\(reason)); fetch the file again"
        case .truncatedGzip(let path, let position):
            "\(path): ends at byte \(position) in the middle of its gzip data; fetch the file again"
        }
    }
}
