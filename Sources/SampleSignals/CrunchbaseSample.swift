// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import JSON

/// Records as Crunchbase's fourth API has them.
enum CrunchbaseSample {
    /// A funding round.
    static func round(
        _ occasion: inout SampleOccasion,
        stage: String,
        amountUSD: Int,
        into writer: inout JSONWriter
    ) {
        let company = occasion.company
        let moment = occasion.moment
        let uuid = SampleText.uuid(&occasion.random)
        let title = stage.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(
            separator: " "
        )
        let investors = occasion.random.number(in: 1...6)
        let leads = (0..<min(2, investors)).map { _ in SampleText.uuid(&occasion.random) }
        let numbers = leads.map { _ in occasion.random.number(in: 1...40) }
        writer.object { writer in
            writer.member("uuid", uuid)
            identifier(
                "identifier",
                uuid,
                "\(company.permalink)-\(stage)--\(uuid.prefix(8))",
                "\(title) - \(company.name)",
                "funding_round",
                into: &writer
            )
            organization("funded_organization_identifier", company, into: &writer)
            writer.member("investment_type", stage)
            moment.write("announced_on", .date, into: &writer)
            writer.member("money_raised") { writer in
                writer.member("value", amountUSD)
                writer.member("currency", "USD")
                writer.member("value_usd", amountUSD)
            }
            writer.member("num_investors", investors)
            writer.key("lead_investor_identifiers")
            writer.array { writer in
                for (lead, number) in zip(leads, numbers) {
                    writer.object { writer in
                        fields(
                            lead,
                            "sample-ventures-\(number)",
                            "Sample Ventures \(number)",
                            "organization",
                            into: &writer
                        )
                    }
                }
            }
        }
    }

    /// An organisation, which says what domain it has.
    static func organization(_ company: SampleCompany, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "Organization")
            writer.member("uuid", company.uuid(at: .crunchbase))
            writer.member("properties") { writer in
                organization("identifier", company, into: &writer)
                writer.member("website_url", "https://www.\(company.domain)")
                writer.member("short_description", "\(company.name) is a company in \(company.city).")
                writer.member("num_employees_enum", sizeCode(company.employees))
                writer.key("categories")
                writer.array { writer in
                    writer.object { writer in
                        fields(nil, company.industry, company.industry, "category", into: &writer)
                    }
                }
            }
        }
    }

    private static func organization(_ name: String, _ company: SampleCompany, into writer: inout JSONWriter)
    {
        identifier(
            name,
            company.uuid(at: .crunchbase),
            company.permalink,
            company.name,
            "organization",
            into: &writer
        )
    }

    private static func identifier(
        _ name: String,
        _ uuid: String,
        _ permalink: String,
        _ value: String,
        _ entity: String,
        into writer: inout JSONWriter
    ) {
        writer.member(name) { fields(uuid, permalink, value, entity, into: &$0) }
    }

    private static func fields(
        _ uuid: String?,
        _ permalink: String,
        _ value: String,
        _ entity: String,
        into writer: inout JSONWriter
    ) {
        if let uuid { writer.member("uuid", uuid) }
        writer.member("permalink", permalink)
        writer.member("value", value)
        writer.member("entity_def_id", entity)
    }

    private static func sizeCode(_ employees: Int) -> String {
        let codes = [
            (10, "c_00001_00010"), (50, "c_00011_00050"), (100, "c_00051_00100"), (250, "c_00101_00250"),
            (500, "c_00251_00500"), (1000, "c_00501_01000"), (5000, "c_01001_05000"),
            (10_000, "c_05001_10000"),
        ]
        return codes.first { employees <= $0.0 }?.1 ?? "c_10001_max"
    }
}
