// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON

/// Writes occasions as their vendors' records.
struct SampleEncoder: Sendable {
    private var writer = JSONWriter(capacity: 1024)

    /// The record of `occasion` in the form of `preset`.
    mutating func record(_ given: SampleOccasion, as preset: SamplePreset) -> SampleRecord {
        var occasion = given
        writer.reset()
        var record = SampleRecord(preset: preset, value: [], timestamp: occasion.arrival)
        switch occasion.activity {
        case .round(let stage, let amount):
            CrunchbaseSample.round(&occasion, stage: stage, amountUSD: amount, into: &writer)
        case .jobPost(let title) where preset == .theirStack:
            TheirStackSample.job(occasion, title: title, into: &writer)
        case .jobPost(let title):
            PredictLeadsSample.job(&occasion, title: title, into: &writer)
        case .technology(let name, let isAdded) where preset == .builtWith:
            BuiltWithSample.change(occasion, technology: name, isAdded: isAdded, into: &writer)
            record.key = Array(occasion.company.domain.utf8)
        case .technology(let name, let isAdded):
            PredictLeadsSample.technology(&occasion, name: name, isAdded: isAdded, into: &writer)
        case .news(let category, let amount):
            PredictLeadsSample.news(&occasion, category: category, amount: amount, into: &writer)
        case .pageView(let person, let path):
            SegmentSample.page(&occasion, person: person, path: path, into: &writer)
        case .track(let person, let event):
            SegmentSample.track(&occasion, person: person, event: event, into: &writer)
        case .identify(let person):
            SegmentSample.identify(&occasion, person: person, into: &writer)
        case .group(let person):
            SegmentSample.group(&occasion, person: person, into: &writer)
        case .form(let person, let name):
            HubSpotSample.form(occasion, person: person, name: name, into: &writer)
        case .opportunity(let stage):
            SalesforceSample.opportunity(&occasion, stage: stage, into: &writer)
        case .introduction:
            introduce(&occasion, as: preset)
        case .profile:
            let count = occasion.company.employees * occasion.random.number(in: 90...120) / 100
            if preset == .hubSpot {
                HubSpotSample.employees(occasion, count: count, into: &writer)
            } else {
                CloudEventSample.employees(occasion, count: count, into: &writer)
            }
        case .disposition(let action, let days):
            CloudEventSample.disposition(occasion, action: action, days: days, into: &writer)
        }
        record.value = writer.bytes
        if preset == .cloudEvents {
            record.key = Array(occasion.company.domain.utf8)
            record.headers = [RecordHeader("content-type", Array("application/cloudevents+json".utf8))]
        }
        return record
    }

    /// Writes what a vendor says of a company itself.
    private mutating func introduce(_ occasion: inout SampleOccasion, as preset: SamplePreset) {
        switch preset {
        case .crunchbase:
            CrunchbaseSample.organization(occasion.company, into: &writer)
        case .hubSpot:
            HubSpotSample.domain(occasion, into: &writer)
        case .salesforce:
            SalesforceSample.account(&occasion, into: &writer)
        default:
            CloudEventSample.profile(&occasion, into: &writer)
        }
    }
}
