// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Which librdkafka properties a file may not set, and why.
enum KafkaPropertyRule {
    /// Why `name` is refused in a file; nil if it may be set.
    static func refusal(of name: String) -> String? {
        if let reason = running[name] { return "is refused because it \(reason)" }
        if let instead = owned[name] { return "is set by hotlist: \(instead)" }
        if name.hasSuffix("_cb") || name.hasSuffix("_queue") || name == "opaque" {
            return "is a callback or a handle, which a file cannot give"
        }
        return nil
    }

    /// Whether the value of `name` must not stand in the file.
    static func isSecret(_ name: String) -> Bool {
        // Where a secret lies is none.
        guard !name.hasSuffix(".location"), !name.hasSuffix(".file") else { return false }
        return ["password", "passphrase", "secret", "private.key", "key.pem", "oauthbearer.config"]
            .contains { name.contains($0) }
    }

    /// Properties that run programs or load code.
    private static let running: [String: String] = [
        "plugin.library.paths": "loads code into the process",
        "sasl.kerberos.kinit.cmd": "runs a shell command",
        "ssl.engine.location": "loads code into the process",
        "ssl.engine.id": "loads code into the process",
        "ssl.providers": "loads code into the process",
    ]

    private static let exactlyOnce = "exactly-once processing depends on it"
    private static let offsets = "offsets are committed with the transactions"
    private static let starts = "where reading begins is `from` of a source"
    private static let topics = "topics are made by `hotlist topics --create`"

    /// Properties that hotlist depends on, and where to look instead.
    private static let owned: [String: String] = [
        "isolation.level": exactlyOnce,
        "enable.idempotence": exactlyOnce,
        "enable.gapless.guarantee": exactlyOnce,
        "acks": exactlyOnce,
        "request.required.acks": exactlyOnce,
        "max.in.flight": exactlyOnce,
        "max.in.flight.requests.per.connection": exactlyOnce,
        "message.send.max.retries": exactlyOnce,
        "retries": exactlyOnce,
        "delivery.report.only.error": exactlyOnce,
        "transactional.id": "it derives from `instance`",
        "transaction.timeout.ms": "use `transaction_timeout`",
        "group.id": "it derives from `application_id`",
        "group.instance.id": "it derives from `instance`; see `static_membership`",
        "group.protocol": "partitions of one number have to go to one process",
        "group.protocol.type": "partitions of one number have to go to one process",
        "group.remote.assignor": "partitions of one number have to go to one process",
        "partition.assignment.strategy": "partitions of one number have to go to one process",
        "enable.auto.commit": offsets,
        "auto.commit.enable": offsets,
        "auto.commit.interval.ms": offsets,
        "enable.auto.offset.store": offsets,
        "offset.store.method": offsets,
        "offset.store.path": offsets,
        "offset.store.sync.interval.ms": offsets,
        "auto.offset.reset": starts,
        "partitioner": "accounts are partitioned with the Java client's murmur2",
        "enable.partition.eof": "the restore depends on it",
        "message.max.bytes": "use `topics.max_message_size`",
        "allow.auto.create.topics": topics,
        "log.queue": "librdkafka's log goes to hotlist's",
        "enabled_events": "hotlist takes the events that it needs",
        "internal.termination.signal": "hotlist has its own way to stop",
        "metadata.broker.list": "use `bootstrap.servers`",
    ]

    /// The names that are refused, for the documentation's test.
    static var refusedNames: [String] { (Array(running.keys) + Array(owned.keys)).sorted() }
}
