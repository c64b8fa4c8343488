// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// Canonical events that others send.
enum CloudEventSample {
    /// The whole profile of a company.
    static func profile(_ occasion: inout SampleOccasion, into writer: inout JSONWriter) {
        let company = occasion.company
        let contacts = occasion.random.number(in: 0...12)
        event(occasion, type: "hotlist.account.v1", into: &writer) { writer in
            writer.member("name", company.name)
            writer.member("industry", company.industry)
            writer.member("country", company.country)
            writer.member("owner", company.owner)
            writer.member("stage", company.stage)
            writer.member("employees", company.employees)
            writer.member("reachable_contacts", contacts)
            writer.member("add") { $0.member("technologies", company.technologies) }
        }
    }

    /// The head count of a company.
    static func employees(_ occasion: SampleOccasion, count: Int, into writer: inout JSONWriter) {
        event(occasion, type: "hotlist.account.v1", into: &writer) { $0.member("employees", count) }
    }

    /// Somebody of our own did something with the account.
    static func disposition(
        _ occasion: SampleOccasion,
        action: String,
        days: Int,
        into writer: inout JSONWriter
    ) {
        let length = Int64(days) * Timestamp.millisecondsPerDay
        let until = Timestamp(milliseconds: occasion.moment.time.milliseconds + length)
        event(occasion, type: "hotlist.disposition.v1", into: &writer) { writer in
            writer.member("action", action)
            writer.member("until", until.description)
            writer.member("by", occasion.company.owner)
        }
    }

    private static func event(
        _ occasion: SampleOccasion,
        type: String,
        into writer: inout JSONWriter,
        _ data: (inout JSONWriter) -> Void
    ) {
        writer.object { writer in
            writer.member("specversion", "1.0")
            writer.member("id", "crm-\(occasion.number)")
            writer.member("source", "//crm.example/accounts")
            writer.member("type", type)
            writer.member("subject", occasion.company.domain)
            occasion.moment.write("time", .text, into: &writer)
            writer.member("datacontenttype", "application/json")
            writer.member("data", data)
        }
    }
}
