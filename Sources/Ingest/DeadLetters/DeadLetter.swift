// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// Why a record goes to the dead letters, with its key, value and headers unchanged.
public struct DeadLetter: Hashable, Sendable {
    /// The reason's stable code; with several bad elements, that of the first.
    public var reason: DeadLetterReason
    /// What exactly is wrong: escaped, at most 512 bytes.
    public var message: String

    /// The longest message, in bytes.
    public static let messageLimit = 512

    /// A dead letter; the message is escaped and cut here.
    public init(reason: DeadLetterReason, message: String) {
        self.reason = reason
        self.message = EscapedText.escaped(message, limit: Self.messageLimit)
    }

    /// The headers to append to those of the record: hotlist's own, and those of Kafka Connect.
    ///
    /// - Parameters:
    ///   - record: the record that could not be used.
    ///   - applicationID: the deployment's name, which stands as the connector's.
    /// - Returns: the headers in their order; none of them is in the record yet unless it was a dead letter before.
    public func headers(for record: SourceRecord, applicationID: String) -> [RecordHeader] {
        let partition = String(record.partition)
        let offset = String(record.offset)
        var headers = [
            Self.header("hotlist.error.code", reason.rawValue),
            Self.header("hotlist.error.stage", reason.stage.rawValue),
            Self.header("hotlist.error.message", message),
            Self.header("hotlist.error.topic", record.topic),
            Self.header("hotlist.error.partition", partition),
            Self.header("hotlist.error.offset", offset),
        ]
        if let timestamp = record.timestamp {
            headers.append(Self.header("hotlist.error.timestamp", String(timestamp.milliseconds)))
        }
        // Kafka Connect's stages are a fixed list; tools match them by name.
        let stage = reason.stage == .decode ? "VALUE_CONVERTER" : "TRANSFORMATION"
        headers += [
            Self.header("__connect.errors.topic", record.topic),
            Self.header("__connect.errors.partition", partition),
            Self.header("__connect.errors.offset", offset),
            Self.header("__connect.errors.connector.name", applicationID),
            Self.header("__connect.errors.task.id", partition),
            Self.header("__connect.errors.stage", stage),
            Self.header("__connect.errors.class.name", "hotlist.ingest"),
            Self.header("__connect.errors.exception.class.name", "hotlist.\(reason.rawValue)"),
            Self.header("__connect.errors.exception.message", message),
        ]
        return headers
    }

    private static func header(_ name: String, _ value: String) -> RecordHeader {
        RecordHeader(name, Array(value.utf8))
    }
}
