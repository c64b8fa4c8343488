// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import SampleSignals

/// What has to become of a record that was sent, worked out from the record itself.
struct SentRecord {
    /// The events that it has to become, unless it is a dead letter.
    var identities: [Identity] = []
    /// Whether it has to be a dead letter.
    var isBroken = false

    /// Reads a record as its vendor means it; knows nothing of mappings.
    init(_ preset: SamplePreset, _ value: [UInt8], flaw: SampleFlaw?) {
        isBroken = flaw?.makesDeadLetter ?? false
        guard !isBroken, flaw != .freeMail,
            let document = try? JSONSerialization.jsonObject(with: Data(value))
        else { return }
        let object = document as? [String: Any] ?? [:]
        switch preset {
        case .crunchbase:
            guard object["type"] as? String != "Organization" else { return }
            add("crunchbase", object["uuid"])
        case .theirStack:
            add("theirstack", "job", (object["payload"] as? [String: Any])?["id"])
        case .predictLeadsJobs:
            for entry in Self.entries(object) { add("predictleads/job-openings", entry["id"]) }
        case .predictLeadsTechnologies:
            for entry in Self.entries(object) {
                add("predictleads/technology-detections", entry["id"])
                add("predictleads/technology-detections", entry["id"], "profile")
            }
        case .predictLeadsNews:
            for entry in Self.entries(object) { add("predictleads/news-events", entry["id"]) }
        case .builtWith:
            for result in object["Results"] as? [[String: Any]] ?? [] {
                let changes = (result["Changes"] as? [String: Any])?["events"] as? [[String: Any]] ?? []
                for change in changes {
                    let verb = change["type"] as? String == "technology_added" ? "added" : "removed"
                    add("builtwith", result["Lookup"], "signal", verb, change["technology"])
                    add("builtwith", result["Lookup"], "profile", verb, change["technology"])
                }
            }
        case .hubSpot:
            for event in document as? [[String: Any]] ?? [] {
                let property = event["propertyName"] as? String ?? ""
                guard property != "domain", property != "email" else { continue }
                add(
                    "hubspot",
                    event["portalId"],
                    event["subscriptionType"],
                    event["objectId"],
                    event["occurredAt"],
                    event["eventId"]
                )
            }
        case .segment:
            guard object["type"] as? String != "identify" else { return }
            add("segment", object["messageId"])
        case .salesforce:
            let payload = object["payload"] as? [String: Any] ?? [:]
            let header = payload["ChangeEventHeader"] as? [String: Any] ?? [:]
            for id in header["recordIds"] as? [String] ?? [] {
                add("salesforce", header["transactionKey"], header["sequenceNumber"], id)
            }
        case .cloudEvents:
            add(object["source"] as? String ?? "", object["id"])
        }
    }

    private static func entries(_ object: [String: Any]) -> [[String: Any]] {
        object["data"] as? [[String: Any]] ?? []
    }

    private mutating func add(_ source: String, _ parts: Any?...) {
        let id = parts.map(Self.text).joined(separator: ":")
        identities.append(Identity(source: source, id: id))
    }

    private static func text(_ part: Any?) -> String {
        if let text = part as? String { return text }
        return (part as? NSNumber)?.stringValue ?? ""
    }
}

extension Identity {
    /// The identity of an event of the journal, in the same terms; nil for what hotlist adds of its own.
    init?(event: [String: Any]) {
        guard let source = event["source"] as? String, let id = event["id"] as? String,
            event["type"] as? String != "hotlist.superseded.v1"
        else { return nil }
        guard source == "builtwith" else {
            self.init(source: source, id: id)
            return
        }
        // Its ids are digests; what they are made of says the same.
        let data = event["data"] as? [String: Any] ?? [:]
        let account = event["subject"] as? String ?? ""
        if let attributes = data["attributes"] as? [String: Any] {
            let (verb, name) = (
                attributes["change"] as? String ?? "", attributes["technology"] as? String ?? ""
            )
            self.init(source: source, id: "\(account):signal:\(verb):\(name)")
        } else {
            let added = (data["add"] as? [String: Any])?["technologies"] as? [String]
            let removed = (data["remove"] as? [String: Any])?["technologies"] as? [String]
            let (verb, name) = (added == nil ? "removed" : "added", (added ?? removed)?.first ?? "")
            self.init(source: source, id: "\(account):profile:\(verb):\(name)")
        }
    }
}
