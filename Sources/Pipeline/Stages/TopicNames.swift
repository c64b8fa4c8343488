// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The topics of one deployment, named after its `application_id`.
public struct TopicNames: Hashable, Sendable {
    /// The deployment's name.
    public let applicationID: String

    /// The topics of the deployment `applicationID`.
    public init(applicationID: String) {
        self.applicationID = applicationID
    }

    /// Every event, keyed by account.
    public var journal: String { "\(applicationID).journal" }
    /// Records that could not be used.
    public var deadLetters: String { "\(applicationID).dead-letters" }
    /// Other names of accounts (compacted).
    public var aliases: String { "\(applicationID).aliases" }
    /// State of partitions and accounts (compacted).
    public var state: String { "\(applicationID).state" }
    /// The best of each list on each journal partition (compacted).
    public var candidates: String { "\(applicationID).candidates" }
    /// Published lists (compacted).
    public var queues: String { "\(applicationID).queues" }
    /// Entries of published lists, one record each (compacted).
    public var entries: String { "\(applicationID).entries" }
    /// What changed in published lists.
    public var changes: String { "\(applicationID).changes" }
    /// Model documents and the active one (compacted).
    public var models: String { "\(applicationID).models" }

    /// The consumer group of a stage.
    public func group(of stage: StageName) -> String { "\(applicationID).\(stage.rawValue)" }
}
