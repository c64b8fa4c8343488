// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import JSON

extension EventCodec {
    /// Writes a signal event in canonical order: the same bytes as `encode` writes of the `Event`.
    ///
    /// - Parameters:
    ///   - signal: the signal.
    ///   - writer: what the event is written to.
    public static func encode(
        _ signal: borrowing CompactSignal,
        into writer: inout JSONWriter
    ) {
        let texts = signal.bytes.span
        writer.json("{\"specversion\":\"1.0\",\"id\":")
        writer.string(texts.extracting(signal.id))
        writer.json("\"source\":")
        writer.string(texts.extracting(signal.source))
        writer.json("\"type\":\"hotlist.signal.v1\",\"subject\":")
        writer.string(texts.extracting(signal.account))
        writer.json("\"time\":")
        writer.string(signal.time)
        writer.json("\"recordedtime\":")
        writer.string(signal.recordedTime)
        writer.json("\"datacontenttype\":\"application/json\",\"data\":{\"kind\":")
        writer.string(texts.extracting(signal.kind))
        if !signal.attributes.isEmpty {
            writer.json("\"attributes\":{")
            for place in signal.attributes.indices {
                let attribute = signal.attributes[place]
                writer.key(texts.extracting(attribute.name))
                switch attribute.value {
                case .text(let text): writer.string(texts.extracting(text))
                case .number(let number): writer.number(number)
                case .boolean(let truth): writer.boolean(truth)
                case .texts(let list):
                    writer.beginArray()
                    for place in list { writer.string(texts.extracting(signal.lists[place])) }
                    writer.endArray()
                }
            }
            writer.endObject()
        }
        if let person = signal.person {
            writer.json("\"person\":")
            writer.string(texts.extracting(person))
        }
        if let vendor = signal.vendor {
            writer.json("\"vendor\":")
            writer.string(texts.extracting(vendor))
        }
        writer.endObject()
        writer.endObject()
    }
}
