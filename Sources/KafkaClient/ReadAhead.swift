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
    /// - Parameters:
    ///   - queued: the records in the queue.
    ///   - size: about how many bytes each of them has.
    /// - Returns: whether librdkafka has to be told to look.
    mutating func standsStill(queued: Int, size: Int) -> Bool {
        let (held, heldBytes) = (queued, queued * size)
        if held >= messages / 4 * 3 || heldBytes >= bytes / 4 * 3 {
            hasBeenFull = true
            return false
        }
        guard hasBeenFull, held <= messages / 2, heldBytes <= bytes / 2 else { return false }
        hasBeenFull = false
        return true
    }
}
