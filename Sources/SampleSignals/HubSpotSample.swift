// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import JSON

/// HubSpot's webhooks: arrays of events.
enum HubSpotSample {
    /// Somebody filled in a form, and is a contact with an address now.
    static func form(_ occasion: SampleOccasion, person: Int, name: String, into writer: inout JSONWriter) {
        let contact = 500_000_000 + occasion.company.index * 100 + person
        let email = occasion.email(occasion.company.person(person))
        writer.array { writer in
            event(occasion, 0, "contact", contact, "email", email, into: &writer)
            event(occasion, 1, "contact", contact, "recent_conversion_event_name", name, into: &writer)
        }
    }

    /// The domain of a company.
    static func domain(_ occasion: SampleOccasion, into writer: inout JSONWriter) {
        let company = occasion.company
        writer.array { writer in
            event(occasion, 0, "company", company.hubSpotID, "domain", company.domain, into: &writer)
        }
    }

    /// The head count of a company.
    static func employees(_ occasion: SampleOccasion, count: Int, into writer: inout JSONWriter) {
        let company = occasion.company.hubSpotID
        writer.array { writer in
            event(occasion, 0, "company", company, "numberofemployees", String(count), into: &writer)
        }
    }

    private static func event(
        _ occasion: SampleOccasion,
        _ place: Int64,
        _ object: String,
        _ id: Int,
        _ property: String,
        _ value: String,
        into writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.member("eventId", occasion.number * 2 + place)
            writer.member("subscriptionId", 33_001)
            writer.member("portalId", 7_700_123)
            writer.member("appId", 41_200)
            occasion.moment.write("occurredAt", .milliseconds, offset: place, into: &writer)
            writer.member("subscriptionType", "\(object).propertyChange")
            writer.member("attemptNumber", 0)
            writer.member("objectId", id)
            writer.member("propertyName", property)
            writer.member("propertyValue", value)
            writer.member("changeSource", object == "contact" ? "FORM" : "CRM_UI")
        }
    }
}
