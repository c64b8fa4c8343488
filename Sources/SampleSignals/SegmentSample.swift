// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// Segment's calls.
enum SegmentSample {
    /// Somebody looked at a page.
    static func page(
        _ occasion: inout SampleOccasion,
        person: Int,
        path: String,
        into writer: inout JSONWriter
    ) {
        call(&occasion, "page", person, into: &writer) { writer in
            writer.member("name", path)
            writer.member("properties") { writer in
                writer.member("path", path)
                writer.member("url", "https://www.vendor.example\(path)")
            }
        }
    }

    /// Somebody did something.
    static func track(
        _ occasion: inout SampleOccasion,
        person: Int,
        event: String,
        into writer: inout JSONWriter
    ) {
        call(&occasion, "track", person, into: &writer) { writer in
            writer.member("event", event)
            writer.member("properties") { writer in writer.member("plan", "trial") }
        }
    }

    /// Somebody said who they are.
    static func identify(_ occasion: inout SampleOccasion, person: Int, into writer: inout JSONWriter) {
        let somebody = occasion.company.person(person)
        let email = occasion.email(somebody)
        let company = occasion.isFreeMail ? nil : occasion.company.name
        call(&occasion, "identify", person, into: &writer) { writer in
            writer.member("traits") { writer in
                writer.member("email", email)
                writer.member("firstName", somebody.firstName)
                writer.member("lastName", somebody.lastName)
                writer.member("title", somebody.title)
                if let company { writer.member("company") { $0.member("name", company) } }
            }
        }
    }

    /// The traits of the company.
    static func group(_ occasion: inout SampleOccasion, person: Int, into writer: inout JSONWriter) {
        let company = occasion.company
        call(&occasion, "group", person, into: &writer) { writer in
            writer.member("traits") { writer in
                writer.member("name", company.name)
                writer.member("industry", company.industry)
                writer.member("employees", company.employees)
                writer.member("website", "https://\(company.domain)")
            }
        }
    }

    private static func call(
        _ occasion: inout SampleOccasion,
        _ type: String,
        _ person: Int,
        into writer: inout JSONWriter,
        _ body: (inout JSONWriter) -> Void
    ) {
        let company = occasion.company
        let somebody = company.person(person)
        let email = occasion.email(somebody)
        let isFreeMail = occasion.isFreeMail
        let messageID = "ajs-" + SampleText.hexadecimal(occasion.random.next())
        let anonymousID = SampleText.uuid(&occasion.random)
        let moment = occasion.moment
        let address = "203.0.113.\(occasion.random.number(in: 1...254))"
        writer.object { writer in
            writer.member("type", type)
            writer.member("messageId", messageID)
            writer.member("userId", somebody.userID)
            writer.member("anonymousId", anonymousID)
            if type == "group" { writer.member("groupId", company.domain) }
            body(&writer)
            writer.member("context") { writer in
                writer.member("ip", address)
                writer.member("page") { writer in
                    writer.member("path", "/")
                    writer.member("url", "https://www.vendor.example/")
                }
                if !isFreeMail { writer.member("groupId", company.domain) }
                writer.member("traits") { $0.member("email", email) }
                writer.member("timezone", "Europe/Berlin")
            }
            moment.write("originalTimestamp", .text, into: &writer)
            moment.write("sentAt", .text, offset: 80, into: &writer)
            moment.write("receivedAt", .text, offset: 80, into: &writer)
            moment.write("timestamp", .text, into: &writer)
        }
    }
}
