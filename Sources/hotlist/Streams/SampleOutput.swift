// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Foundation
import JSON
import SampleSignals

/// Writes sample records as lines.
struct SampleOutput: ~Copyable {
    private let handle: FileHandle
    private let raw: SamplePreset?
    private let topicPrefix: String
    private var document = JSONDocument()
    private var writer = JSONWriter(capacity: 2048)
    private var buffer: [UInt8] = []

    /// Opens the file.
    init(_ target: SampleTarget) throws(CommandFailure) {
        raw = target.raw
        topicPrefix = target.topicPrefix
        guard let path = target.output, path != "-" else {
            handle = .standardOutput
            return
        }
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let opened = FileHandle(forWritingAtPath: path)
        else { throw .failed("\(path) cannot be written") }
        handle = opened
    }

    /// Writes a record; returns whether it is one of those that were asked for.
    mutating func write(_ record: SampleRecord) throws(CommandFailure) -> Bool {
        if let raw {
            guard record.preset == raw else { return false }
            buffer += record.value
        } else {
            encode(record)
            buffer += writer.bytes
        }
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= 65_536 { try flush() }
        return true
    }

    private mutating func encode(_ record: SampleRecord) {
        writer.reset()
        writer.beginObject()
        writer.key("topic")
        writer.string(SampleFeed.topic(record.preset, prefix: topicPrefix))
        writer.key("key")
        if let key = record.key { writer.string(String(decoding: key, as: UTF8.self)) } else { writer.null() }
        writer.key("timestamp")
        writer.string(record.timestamp.description)
        if let flaw = record.flaw {
            writer.key("flaw")
            writer.string(flaw.rawValue)
        }
        if !record.headers.isEmpty {
            writer.key("headers")
            writer.beginObject()
            for header in record.headers {
                writer.key(header.name)
                writer.string(String(decoding: header.value ?? [], as: UTF8.self))
            }
            writer.endObject()
        }
        writer.key("value")
        // What is not JSON, because it breaks off, can only stand there as a text.
        if (try? document.parse(record.value.span)) != nil {
            writer.raw(record.value.span)
        } else {
            writer.string(String(decoding: record.value, as: UTF8.self))
        }
        writer.endObject()
    }

    /// Writes what is left.
    mutating func close() throws(CommandFailure) {
        try flush()
    }

    private mutating func flush() throws(CommandFailure) {
        do {
            try handle.write(contentsOf: Data(buffer))
        } catch {
            throw .failed("the records cannot be written: \(error.localizedDescription)")
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
