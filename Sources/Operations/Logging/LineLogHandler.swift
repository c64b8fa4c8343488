// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Logging

/// A log handler that turns events into lines of a ``LogOutput``.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let output: LogOutput

    init(label: String, level: Logger.Level, output: LogOutput) {
        self.label = label
        self.logLevel = level
        self.output = output
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { _, later in later } }
        if let own = event.metadata { fields.merge(own) { _, later in later } }
        if let error = event.error, fields[LogKey.error.rawValue] == nil {
            fields[LogKey.error.rawValue] = .string("\(error)")
        }
        output.write(level: event.level, label: label, message: event.message.description, fields: fields)
    }
}
