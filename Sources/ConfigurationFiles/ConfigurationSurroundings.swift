// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a daemon file refers to outside itself: files, environment variables, the host's name.
///
/// Reading a configuration asks only these, so that it can be tried without any of them.
public struct ConfigurationSurroundings: Sendable {
    /// A file that cannot be read, and why.
    public struct UnreadableFile: Error, Hashable, Sendable {
        /// The reason, such as `No such file or directory`.
        public var reason: String

        /// A file that cannot be read for the given reason.
        public init(reason: String) {
            self.reason = reason
        }
    }

    /// The directory at which relative paths in the file begin; empty for the process's own.
    public var directory: String
    /// The host's name, the default of `instance`.
    public var hostName: String
    /// The value of an environment variable, nil if it is not set.
    public var variable: @Sendable (_ name: String) -> String?
    /// The content of a file, at most `limit` bytes and one more (so that what is longer can be told).
    public var contents: @Sendable (_ path: String, _ limit: Int) -> Result<[UInt8], UnreadableFile>

    /// The given surroundings.
    public init(
        directory: String = "",
        hostName: String = "",
        variable: @escaping @Sendable (_ name: String) -> String? = { _ in nil },
        contents: @escaping @Sendable (_ path: String, _ limit: Int) -> Result<[UInt8], UnreadableFile> = {
            _,
            _ in
            .failure(UnreadableFile(reason: "No such file or directory"))
        }
    ) {
        self.directory = directory
        self.hostName = hostName
        self.variable = variable
        self.contents = contents
    }

    /// `path` itself if it is absolute, else within `directory`.
    public func resolved(_ path: String) -> String {
        if path.hasPrefix("/") || directory.isEmpty { return path }
        return directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
    }
}
