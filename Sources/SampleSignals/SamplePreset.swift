// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The presets whose records are generated; the raw value is the preset's name.
public enum SamplePreset: String, Hashable, Sendable, CaseIterable {
    /// Crunchbase: funding rounds, and organisations, which say what domain they have.
    case crunchbase = "crunchbase-funding"
    /// TheirStack's webhooks of new job posts.
    case theirStack = "theirstack"
    /// PredictLeads' job openings.
    case predictLeadsJobs = "predictleads-job-openings"
    /// PredictLeads' technology detections.
    case predictLeadsTechnologies = "predictleads-technology-detections"
    /// PredictLeads' news.
    case predictLeadsNews = "predictleads-news-events"
    /// BuiltWith's changes of technologies.
    case builtWith = "builtwith-changes"
    /// HubSpot's webhooks.
    case hubSpot = "hubspot"
    /// Segment's calls.
    case segment = "segment"
    /// Salesforce's change data capture.
    case salesforce = "salesforce-cdc"
    /// CloudEvents in structured mode.
    case cloudEvents = "cloudevents"
}
