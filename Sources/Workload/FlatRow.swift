// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// Writes an event as a vendor's row, in the columns of the preset `flat`.
enum FlatRow {
    /// Vendors send much that no mapping takes.
    private static let summary =
        "A paragraph of the vendor about what has happened, which nobody maps to anything. "
        + "Vendors write such texts for people, and send them along."

    /// Attributes with a column of their own; the names of others begin with `attr.`.
    private static let columns: Set = [
        "round", "amount_usd", "title", "technology", "change", "action", "page",
    ]

    /// Writes a signal as an object; other events have no row.
    static func encode(_ event: Event, into writer: inout JSONWriter) {
        guard case .signal(let signal) = event.payload else { return }
        writer.beginObject()
        member("id", event.id, &writer)
        member("source", event.source, &writer)
        member("kind", signal.kind, &writer)
        member("domain", event.account.domain, &writer)
        member("time", event.time.description, &writer)
        if let vendor = signal.vendor { member("vendor", vendor, &writer) }
        if let person = signal.person { member("person", person, &writer) }
        for attribute in signal.attributes {
            let name = columns.contains(attribute.name) ? attribute.name : "attr.\(attribute.name)"
            switch attribute.value {
            case .string(let text): member(name, text, &writer)
            case .number(let number):
                writer.key(name)
                writer.number(number)
            case .boolean, .strings: continue
            }
        }
        member("summary", summary, &writer)
        writer.endObject()
    }

    private static func member(_ name: String, _ value: String, _ writer: inout JSONWriter) {
        writer.key(name)
        writer.string(value)
    }
}
