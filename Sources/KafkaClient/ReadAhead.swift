// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Notices that librdkafka has stopped to read ahead because its queue is full, and when it should go on.
///
/// Below 2.2 it looks again only once a second (`rd_kafka_broker_consumer_serve`), by when a fast reader has long
/// emptied the queue. Later versions look again after `fetch.queue.backoff.ms`.
struct ReadAhead {
    private let messages: Int
    private let bytes: Int
    private var hasBeenFull = false

    /// What the configuration says the queue may hold.
    init(_ configuration: KafkaConfiguration) {
        messages = configuration["queued.min.messages"].flatMap { Int($0) } ?? 100_000
        bytes = 1024 * (configuration["queued.max.messages.kbytes"].flatMap { Int($0) } ?? 65_536)
    }

    /// Whether fetching may stand still although there is room.
    ///
    /// The queue was full at some time since the last look, if what it held then and what came since were as much as it
    /// may hold: what has been taken and what is left together.
    ///
    /// - Parameters:
    ///   - taken: the records that have been taken since the last look.
    ///   - left: the records that are left in the queue.
    ///   - size: about how many bytes each of them has.
    /// - Returns: whether librdkafka has to be told to look.
    mutating func standsStill(taken: Int, left: Int, size: Int) -> Bool {
        // Sizes are of the records that were taken; those that are left may be somewhat larger.
        let held = taken + left
        if held >= messages || held * size >= bytes / 4 * 3 { hasBeenFull = true }
        guard hasBeenFull, left <= messages / 2, left * size <= bytes / 2 else { return false }
        hasBeenFull = false
        return true
    }
}
