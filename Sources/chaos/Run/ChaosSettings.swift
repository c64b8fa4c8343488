// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What a run is like.
struct ChaosSettings {
    /// `bootstrap.servers` of the brokers; nil for a mock cluster in this process.
    var brokers: String?
    var seed: UInt64
    /// How many processes there are at first, 1 to ``mostProcesses``.
    var processes: Int
    /// How often processes are killed before the run ends; nil where ``seconds`` decides.
    var cycles: Int?
    /// How long trouble is made, in seconds.
    var seconds: Int64?
    /// Vendors' records a second.
    var rate: Int
    /// How many companies the records are about.
    var accounts: Int
    /// The mean time between two actions, in milliseconds.
    var pace: Int64
    /// Whether topics and directory stay when all is well, too.
    var isKept: Bool

    static let mostProcesses = 5
}
