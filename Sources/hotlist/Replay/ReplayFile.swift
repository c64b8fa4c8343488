// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ArgumentParser
import ConfigurationFiles
import Foundation
import Ingest
import RecordFiles

/// An argument `[MAPPING=]FILE`: records of a vendor, or events of a journal.
struct ReplayFile: ExpressibleByArgument {
    /// The argument before `=`: a preset's name or a mapping file; nil for a journal.
    let mapping: String?
    /// Where the records are.
    let source: RecordFileSource

    init?(argument: String) {
        var path = argument
        mapping =
            if let equals = argument.firstIndex(of: "="), Self.namesMapping(argument) {
                String(argument[..<equals])
            } else {
                nil
            }
        if let mapping { path = String(argument.dropFirst(mapping.count + 1)) }
        guard !path.isEmpty, mapping != "" else { return nil }
        source = path == "-" ? .standardInput : .path(path)
    }

    /// What stands before `=` is part of the path only where such a file exists, as in `day=1/journal.ndjson`.
    private static func namesMapping(_ argument: String) -> Bool {
        !FileManager.default.fileExists(atPath: argument)
    }

    /// The mapping's rules.
    static func mapping(_ name: String) throws -> Mapping {
        if let preset = Preset(rawValue: name) { return try preset.mapping() }
        guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.contains("/") else {
            let known = Preset.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure.configuration(
                "\(name): there is no preset of this name (there are \(known)), and a mapping file ends in .yaml"
            )
        }
        return try Mapping(file: name, bytes: ConfigurationLoader.read(name), name: name)
    }
}
