// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import JSON

/// Salesforce's change data capture.
enum SalesforceSample {
    /// An opportunity came to another stage.
    static func opportunity(_ occasion: inout SampleOccasion, stage: String, into writer: inout JSONWriter) {
        let company = occasion.company
        let amount = occasion.random.number(in: 5...400) * 1000
        let id = "006" + SampleText.base62(&occasion.random, count: 12) + "AAA"
        change(&occasion, "Opportunity", id, ["StageName", "Amount", "AccountId"], into: &writer) { writer in
            writer.member("AccountId", company.salesforceID)
            writer.member("StageName", stage)
            writer.member("Amount", amount)
            writer.member("IsClosed", stage.hasPrefix("Closed"))
            writer.member("IsWon", stage == "Closed Won")
        }
    }

    /// An account was made, with its site.
    static func account(_ occasion: inout SampleOccasion, into writer: inout JSONWriter) {
        let company = occasion.company
        change(&occasion, "Account", company.salesforceID, [], into: &writer) { writer in
            writer.member("Name", company.name)
            writer.member("Website", "https://www.\(company.domain)/")
            writer.member("Industry", company.industry)
            writer.member("NumberOfEmployees", company.employees)
        }
    }

    private static func change(
        _ occasion: inout SampleOccasion,
        _ entity: String,
        _ id: String,
        _ changed: [String],
        into writer: inout JSONWriter,
        _ fields: (inout JSONWriter) -> Void
    ) {
        let transaction = SampleText.uuid(&occasion.random)
        let schema = SampleText.base62(&occasion.random, count: 22)
        let number = occasion.number
        let moment = occasion.moment
        writer.object { writer in
            writer.member("schema", schema)
            writer.member("payload") { writer in
                writer.member("ChangeEventHeader") { writer in
                    writer.member("entityName", entity)
                    writer.member("recordIds", [id])
                    writer.member("changeType", changed.isEmpty ? "CREATE" : "UPDATE")
                    writer.member("changedFields", changed)
                    writer.member("changeOrigin", "com/salesforce/api/rest/62.0")
                    writer.member("transactionKey", transaction)
                    writer.member("sequenceNumber", 1)
                    moment.write("commitTimestamp", .milliseconds, into: &writer)
                    writer.member("commitNumber", number)
                    writer.member("commitUser", "005000000000001AAA")
                }
                fields(&writer)
            }
            writer.member("event") { $0.member("replayId", number) }
        }
    }
}
