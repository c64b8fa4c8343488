// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import JSON

/// PredictLeads' JSON:API documents, of one datum each.
enum PredictLeadsSample {
    /// A job opening.
    static func job(_ occasion: inout SampleOccasion, title: String, into writer: inout JSONWriter) {
        let moment = occasion.moment
        let url = "https://www.\(occasion.company.domain)/careers/\(occasion.number)"
        document(&occasion, type: "job_opening", into: &writer) { writer in
            writer.member("title", title)
            writer.member("category", category(of: title))
            writer.member("url", url)
            moment.write("first_seen_at", .text, into: &writer)
            moment.write("last_seen_at", .text, into: &writer)
        }
    }

    /// A technology that was seen or is seen no more.
    static func technology(
        _ occasion: inout SampleOccasion,
        name: String,
        isAdded: Bool,
        into writer: inout JSONWriter
    ) {
        let moment = occasion.moment
        document(&occasion, type: "technology_detection", into: &writer) { writer in
            writer.member("technology", name)
            moment.write("first_seen_at", .text, into: &writer)
            moment.write("last_seen_at", .text, into: &writer)
        }
    }

    /// News.
    static func news(
        _ occasion: inout SampleOccasion,
        category: String,
        amount: Int?,
        into writer: inout JSONWriter
    ) {
        let moment = occasion.moment
        let confidence = Double(occasion.random.number(in: 50...99)) / 100
        let summary = "\(occasion.company.name) \(category.split(separator: "_").joined(separator: " "))"
        document(&occasion, type: "news_event", into: &writer) { writer in
            writer.member("category", category)
            writer.member("summary", amount.map { "\(summary) \($0)" } ?? summary)
            moment.write("found_at", .text, into: &writer)
            writer.key("confidence")
            writer.number(confidence)
            writer.member("planning", false)
            if category == "receives_financing", let amount {
                writer.member("amount", "$\(amount)")
                writer.member("amount_normalized", amount)
                writer.member("financing_type_normalized", financing(of: amount))
            } else if let amount {
                writer.member("headcount", amount)
            }
        }
    }

    private static func document(
        _ occasion: inout SampleOccasion,
        type: String,
        into writer: inout JSONWriter,
        _ attributes: (inout JSONWriter) -> Void
    ) {
        let id = SampleText.uuid(&occasion.random)
        let company = occasion.company
        let companyID = company.uuid(at: .predictLeads)
        let role = type == "news_event" ? "company1" : "company"
        writer.object { writer in
            writer.key("data")
            writer.array { writer in
                writer.object { writer in
                    writer.member("id", id)
                    writer.member("type", type)
                    writer.member("attributes", attributes)
                    writer.member("relationships") { writer in
                        writer.member(role) { writer in
                            writer.member("data") { writer in
                                writer.member("id", companyID)
                                writer.member("type", "company")
                            }
                        }
                    }
                }
            }
            writer.key("included")
            writer.array { writer in
                writer.object { writer in
                    writer.member("id", companyID)
                    writer.member("type", "company")
                    writer.member("attributes") { writer in
                        writer.member("domain", company.domain)
                        writer.member("company_name", company.name)
                    }
                }
            }
        }
    }

    private static func financing(of amount: Int) -> String {
        switch amount {
        case ..<5_000_000: "seed"
        case ..<20_000_000: "series_a"
        case ...75_000_000: "series_b"
        default: "series_c"
        }
    }

    private static func category(of title: String) -> String {
        if title.contains("Engineer") || title.contains("Developer") { return "software_development" }
        if title.contains("Data") { return "information_technology" }
        return title.contains("Account") ? "sales" : "operations"
    }
}
