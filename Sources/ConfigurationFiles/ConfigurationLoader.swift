// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Glibc
public import Ranking

/// Reads configuration from files, environment and credentials: the only part of this module that touches them.
public enum ConfigurationLoader {
    /// A daemon file and the model that it names.
    ///
    /// - Throws: all that is wrong in both files.
    public static func load(path: String, hostName: String) throws(ConfigurationError) -> LoadedConfiguration
    {
        let daemon = try daemon(path: path, hostName: hostName)
        let bytes: [UInt8]
        switch contents(daemon.modelPath, limit: ConfigurationDocument.maximumSize) {
        case .success(let read): bytes = read
        case .failure(let failure):
            let path = ConfigurationValue.quote(daemon.modelPath)
            throw ConfigurationError([
                daemon.modelPlace.fault("cannot be read from \(path): \(failure.reason)")
            ])
        }
        let model = try Model(file: daemon.modelPath, bytes: bytes)
        if let fault = daemon.recordSizeFault(of: model) {
            throw ConfigurationError([fault])
        }
        return LoadedConfiguration(daemon: daemon, model: model, modelBytes: bytes)
    }

    /// A daemon file alone.
    ///
    /// - Throws: all that is wrong in the file.
    public static func daemon(path: String, hostName: String) throws(ConfigurationError)
        -> DaemonConfiguration
    {
        let bytes = try read(path)
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let surroundings = ConfigurationSurroundings(
            directory: directory,
            hostName: hostName,
            variable: variable,
            contents: contents
        )
        return try DaemonConfiguration(file: path, bytes: bytes, surroundings: surroundings)
    }

    /// A model file and its bytes.
    ///
    /// - Throws: all that is wrong in the file.
    public static func model(path: String) throws(ConfigurationError) -> (model: Model, bytes: [UInt8]) {
        let bytes = try read(path)
        return (try Model(file: path, bytes: bytes), bytes)
    }

    /// The content of a configuration file of any kind.
    ///
    /// - Throws: that the file cannot be read.
    public static func read(_ path: String) throws(ConfigurationError) -> [UInt8] {
        switch contents(path, limit: ConfigurationDocument.maximumSize) {
        case .success(let bytes): return bytes
        case .failure(let failure):
            let message = "cannot be read: \(failure.reason)"
            throw ConfigurationError([
                ConfigurationFault(file: path, line: 1, column: 1, keyPath: "", message: message)
            ])
        }
    }

    private static func variable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// At most `limit` bytes of a file and one more.
    private static func contents(
        _ path: String,
        limit: Int
    ) -> Result<[UInt8], ConfigurationSurroundings.UnreadableFile> {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(lastError()) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let wanted = min(piece.count, limit + 1 - bytes.count)
            let count = unsafe Glibc.read(descriptor, &piece, wanted)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .failure(lastError()) }
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        return .success(bytes)
    }

    private static func lastError() -> ConfigurationSurroundings.UnreadableFile {
        let text = unsafe String(cString: strerror(errno))
        return ConfigurationSurroundings.UnreadableFile(reason: text)
    }
}
