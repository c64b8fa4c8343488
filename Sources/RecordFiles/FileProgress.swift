// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// How far a reader has come.
public struct FileProgress: Hashable, Sendable {
    /// Bytes of the file that were read, as they lie on disk (compressed ones of a gzip file).
    public var bytesRead: Int64
    /// The size of the file in bytes; nil where it is not known, as for a pipe.
    public var totalBytes: Int64?
}
