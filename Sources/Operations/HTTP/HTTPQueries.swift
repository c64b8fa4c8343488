// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The questions about queues and accounts that HTTP passes on, answered with encoded JSON.
///
/// The answers come from what a stage published last; they must not wait for Kafka.
public struct HTTPQueries: Sendable {
    /// The names of all lists, for the suggestion when one is not found.
    public var listNames: @Sendable () async -> [String]
    /// All queues, as one JSON document.
    public var queues: @Sendable () async -> [UInt8]
    /// The list of a name such as `outbound` or `outbound/maria`, or nil where there is none.
    public var list: @Sendable (String) async -> [UInt8]?
    /// The account of an id such as `acme.com`, or nil where nothing is known of it.
    public var account: @Sendable (String) async -> [UInt8]?

    /// Answers given by functions.
    public init(
        listNames: @escaping @Sendable () async -> [String],
        queues: @escaping @Sendable () async -> [UInt8],
        list: @escaping @Sendable (String) async -> [UInt8]?,
        account: @escaping @Sendable (String) async -> [UInt8]?
    ) {
        self.listNames = listNames
        self.queues = queues
        self.list = list
        self.account = account
    }
}
