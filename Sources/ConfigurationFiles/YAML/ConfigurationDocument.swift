// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A configuration file that has been parsed as YAML and not yet read.
///
/// The YAML is a strict part of YAML 1.2: one document, keys that are single values and unique, no tags, no merge
/// keys. Anchors and aliases work.
public struct ConfigurationDocument: Hashable, Sendable {
    /// The largest file that is read, in bytes.
    public static let maximumSize = 1 << 20
    /// The most values that a document may hold once its aliases are expanded.
    public static let maximumNodes = 100_000
    /// How deep lists and mappings may lie in each other.
    public static let maximumDepth = 32

    /// The file's name as faults give it.
    public let file: String
    /// The parsed content.
    public let root: ConfigurationNode

    /// Parses the bytes of a file.
    ///
    /// - Parameters:
    ///   - file: the file's name, for faults.
    ///   - bytes: the content, in UTF-8.
    /// - Throws: the first fault of the YAML itself.
    public init(file: String, bytes: [UInt8]) throws(ConfigurationError) {
        self.file = file
        do {
            self.root = try YAMLComposer.compose(bytes, file: file)
        } catch {
            throw ConfigurationError([error])
        }
    }

    /// Reads the document with `body` and refuses it if anything in it was wrong.
    ///
    /// `body` asks the mapping for the keys that it knows; each wrong value is noted, and the reading goes on with
    /// what `body` puts in its place. Afterwards every key that was never asked for is a fault as well.
    ///
    /// - Throws: all faults together; what `body` returned is dropped then.
    public func read<Result>(_ body: (ConfigurationMapping) -> Result) throws(ConfigurationError) -> Result {
        try read(noting: ConfigurationReading(file: file), body)
    }

    /// Reads the document with `body` as above; `reading` then also tells which keys are known.
    func read<Result>(
        noting reading: ConfigurationReading,
        _ body: (ConfigurationMapping) -> Result
    ) throws(ConfigurationError) -> Result {
        let value = ConfigurationValue(
            node: root,
            line: 1,
            column: 1,
            path: "",
            pattern: "",
            reading: reading
        )
        guard let mapping = value.mapping() else { throw ConfigurationError(reading.faults) }
        let result = body(mapping)
        reading.refuseUnknownKeys()
        guard reading.faults.isEmpty else { throw ConfigurationError(reading.faults) }
        return result
    }
}
