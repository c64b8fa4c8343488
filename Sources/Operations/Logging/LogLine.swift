// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Logging

/// What one log line says, before it has a form.
struct LogLine {
    /// When it was logged, in milliseconds since the epoch.
    var time: Int64
    var level: Logger.Level
    /// The label of the logger.
    var label: String
    var message: String
    var fields: Logger.Metadata

    /// The line in `format`, with its line feed.
    ///
    /// - Parameters:
    ///   - format: JSON or text.
    ///   - journal: Whether the journal reads it, which takes the level from a prefix and keeps the time itself.
    /// - Returns: UTF-8.
    func rendered(as format: LogFormat, forJournal journal: Bool) -> [UInt8] {
        var bytes: [UInt8] = journal ? Array("<\(level.syslogPriority)>".utf8) : []
        switch format {
        case .json: bytes.append(contentsOf: json())
        case .text: appendText(to: &bytes, withTime: !journal)
        }
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// The fields in the order of their names, as many as a line may have.
    private var sortedFields: [(name: String, value: Logger.MetadataValue)] {
        fields.sorted { $0.key < $1.key }.prefix(LogLimits.fields).map { ($0.key, $0.value) }
    }

    // MARK: JSON

    private static let ownNames: Set<String> = ["time", "level", "logger", "message"]

    private func json() -> [UInt8] {
        var json = JSONText()
        json.openObject()
        json.name("time")
        json.string(UTCText.rfc3339(milliseconds: time))
        json.name("level")
        json.string(level.rawValue)
        json.name("logger")
        json.string(label, limit: LogLimits.fieldBytes)
        json.name("message")
        json.string(message, limit: LogLimits.messageBytes)
        for field in sortedFields {
            // A field must not pass for what the line says of itself.
            json.name(Self.ownNames.contains(field.name) ? "field.\(field.name)" : field.name)
            Self.append(field.value, to: &json, depth: 0)
        }
        json.closeObject()
        return json.bytes
    }

    private static func append(_ value: Logger.MetadataValue, to json: inout JSONText, depth: Int) {
        switch value {
        case .string(let text):
            json.string(text, limit: LogLimits.fieldBytes)
        case .stringConvertible(let convertible):
            if let literal = literal(of: convertible) {
                json.literal(literal)
            } else {
                json.string(convertible.description, limit: LogLimits.fieldBytes)
            }
        case .array(let values):
            guard depth < LogLimits.depth else { return json.string("…") }
            json.openArray()
            for value in values.prefix(LogLimits.fields) { append(value, to: &json, depth: depth + 1) }
            json.closeArray()
        case .dictionary(let members):
            guard depth < LogLimits.depth else { return json.string("…") }
            json.openObject()
            for member in members.sorted(by: { $0.key < $1.key }).prefix(LogLimits.fields) {
                json.name(member.key)
                append(member.value, to: &json, depth: depth + 1)
            }
            json.closeObject()
        }
    }

    /// The JSON text of a number or truth value; nil for anything else.
    private static func literal(of value: any CustomStringConvertible & Sendable) -> String? {
        switch value {
        case let value as any BinaryInteger: String(describing: value)
        case let value as Bool: value ? "true" : "false"
        case let value as Double where value.isFinite: value.description
        case let value as Float where value.isFinite: value.description
        default: nil
        }
    }

    // MARK: Text

    private func appendText(to bytes: inout [UInt8], withTime: Bool) {
        if withTime {
            bytes.append(contentsOf: "\(UTCText.rfc3339(milliseconds: time)) ".utf8)
            bytes.append(contentsOf: "\(level.rawValue.uppercased()) ".utf8)
        }
        JSONText.escape(label, limit: LogLimits.fieldBytes, into: &bytes)
        bytes.append(contentsOf: ": ".utf8)
        JSONText.escape(message, limit: LogLimits.messageBytes, into: &bytes)
        for field in sortedFields {
            bytes.append(UInt8(ascii: " "))
            JSONText.escape(field.name, limit: LogLimits.fieldBytes, into: &bytes)
            bytes.append(UInt8(ascii: "="))
            switch field.value {
            case .string(let text): Self.appendWord(text, to: &bytes)
            case .stringConvertible(let convertible): Self.appendWord(convertible.description, to: &bytes)
            case .array, .dictionary:
                var json = JSONText()
                Self.append(field.value, to: &json, depth: 0)
                bytes.append(contentsOf: json.bytes)
            }
        }
    }

    /// Writes a value bare where it is one plain word, quoted elsewhere.
    private static func appendWord(_ text: String, to bytes: inout [UInt8]) {
        let plain =
            !text.isEmpty
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "\"") }
        if !plain { bytes.append(UInt8(ascii: "\"")) }
        JSONText.escape(text, limit: LogLimits.fieldBytes, into: &bytes)
        if !plain { bytes.append(UInt8(ascii: "\"")) }
    }
}

extension Logger.Level {
    /// The level's number in the syslog protocol.
    fileprivate var syslogPriority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
