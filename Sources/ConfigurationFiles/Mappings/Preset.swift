// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Ingest

/// A mapping that ships with hotlist.
public enum Preset: String, Hashable, Sendable, CaseIterable {
    /// Technology changes of BuiltWith.
    case builtwithChanges = "builtwith-changes"
    /// Canonical events.
    case cloudEvents = "cloudevents"
    /// Funding rounds of Crunchbase.
    case crunchbaseFunding = "crunchbase-funding"
    /// Rows in hotlist's own columns.
    case flat
    /// Webhooks of HubSpot.
    case hubspot
    /// Job openings of PredictLeads.
    case predictleadsJobOpenings = "predictleads-job-openings"
    /// News events of PredictLeads.
    case predictleadsNewsEvents = "predictleads-news-events"
    /// Technology detections of PredictLeads.
    case predictleadsTechnologyDetections = "predictleads-technology-detections"
    /// Change data capture of Salesforce.
    case salesforceCDC = "salesforce-cdc"
    /// Calls of Segment.
    case segment
    /// Webhooks of TheirStack.
    case theirstack

    /// The preset's file, in YAML.
    public var content: [UInt8] {
        switch self {
        case .builtwithChanges: PackageResources.builtwith_changes_yaml
        case .cloudEvents: PackageResources.cloudevents_yaml
        case .crunchbaseFunding: PackageResources.crunchbase_funding_yaml
        case .flat: PackageResources.flat_yaml
        case .hubspot: PackageResources.hubspot_yaml
        case .predictleadsJobOpenings: PackageResources.predictleads_job_openings_yaml
        case .predictleadsNewsEvents: PackageResources.predictleads_news_events_yaml
        case .predictleadsTechnologyDetections: PackageResources.predictleads_technology_detections_yaml
        case .salesforceCDC: PackageResources.salesforce_cdc_yaml
        case .segment: PackageResources.segment_yaml
        case .theirstack: PackageResources.theirstack_yaml
        }
    }

    /// The preset's mapping.
    ///
    /// - Throws: a fault of the embedded file, which the tests rule out.
    public func mapping() throws(ConfigurationError) -> Mapping {
        try Mapping(file: "\(rawValue).yaml", bytes: content, name: rawValue)
    }
}
