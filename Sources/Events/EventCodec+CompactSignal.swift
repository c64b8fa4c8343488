// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import JSON

extension EventCodec {
    /// Writes a signal event in canonical order: the same bytes as `encode` writes of the `Event`.
    ///
    /// - Parameters:
    ///   - signal: the signal.
    ///   - recordedTime: its recorded time.
    ///   - writer: what the event is written to.
    public static func encode(
        _ signal: borrowing CompactSignal,
        recordedTime: borrowing MomentText,
        into writer: inout JSONWriter
    ) {
        writer.json("{\"specversion\":\"1.0\",\"id\":")
        writer.string(signal.id, of: signal)
        writer.json("\"source\":")
        writer.string(signal.source, of: signal)
        writer.json("\"type\":\"hotlist.signal.v1\",\"subject\":")
        writer.string(signal.account, of: signal)
        writer.json("\"time\":")
        writer.string(signal.time)
        writer.json("\"recordedtime\":")
        writer.string(recordedTime)
        writer.json("\"datacontenttype\":\"application/json\",\"data\":{\"kind\":")
        writer.string(signal.kind, of: signal)
        if !signal.attributes.isEmpty {
            writer.json("\"attributes\":{")
            for place in signal.attributes.indices {
                let attribute = signal.attributes[place]
                writer.key(attribute.name, of: signal)
                switch attribute.value {
                case .text(let text): writer.string(text, of: signal)
                case .number(let number): writer.number(number)
                case .boolean(let truth): writer.boolean(truth)
                case .texts(let list):
                    writer.beginArray()
                    for place in list { writer.string(signal.lists[place], of: signal) }
                    writer.endArray()
                }
            }
            writer.endObject()
        }
        if let person = signal.person {
            writer.json("\"person\":")
            writer.string(person, of: signal)
        }
        if let vendor = signal.vendor {
            writer.json("\"vendor\":")
            writer.string(vendor, of: signal)
        }
        writer.endObject()
        writer.endObject()
    }
}

extension JSONWriter {
    /// Writes a member's name that is a text of the signal.
    fileprivate mutating func key(_ text: Range<Int>, of signal: borrowing CompactSignal) {
        key(signal.bytes.span.extracting(text), isPlain: signal.hasPlainTexts)
    }

    /// Writes a text of the signal.
    fileprivate mutating func string(_ text: Range<Int>, of signal: borrowing CompactSignal) {
        string(signal.bytes.span.extracting(text), isPlain: signal.hasPlainTexts)
    }
}
