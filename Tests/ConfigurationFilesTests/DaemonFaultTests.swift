// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import ConfigurationFiles
import Ranking
import Testing

/// Each refusal of a daemon file, with the text that is changed in `DaemonFileTests.full` and what is then said.
@Suite struct DaemonFaultTests {
    static func said(_ text: String) -> [String] {
        do throws(ConfigurationError) {
            _ = try DaemonFileTests.read(text)
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test(arguments: [
        (
            "application_id: leads", "application_id: le/ads",
            "1: application_id: must be of a-z, A-Z, 0-9, `.`, `_` and `-`, at most 200, but is `le/ads`"
        ),
        ("instance: leads-1", "instance: ''", "2: instance: must not be empty"),
        (
            "static_membership: false", "static_membership: no",
            "3: static_membership: must be `true` or `false`, but is `no`"
        ),
        ("model: /srv/model.yaml", "model: [x]", "4: model: must be text, but is a list"),
        (
            "topic: a,", "topic: a b,",
            "6: sources[0].topic: must be of a-z, A-Z, 0-9, `.`, `_` and `-`, at most 249, but is `a b`"
        ),
        (
            "topic: a,", "topic: leads.queues,",
            "6: sources[0].topic: is one of hotlist's own topics (`leads.…`)"
        ),
        ("topic: b,", "topic: a,", "7: sources[1].topic: is given twice"),
        (
            "from: latest", "from: lates",
            "6: sources[0].from: must be `earliest`, `latest` or a time such as `2026-11-20T09:00:00Z`, but is `lates`; did you mean `latest`?"
        ),
        (
            "mapping: hubspot", "mapping: Hub Spot",
            "7: sources[1].mapping: must be a preset's name or a path that ends in `.yaml`, but is `Hub Spot`"
        ),
        (
            "bootstrap.servers: b", "client.id: b",
            "11: kafka.common: needs `bootstrap.servers`: the addresses of the brokers"
        ),
        (
            "consumer: {", "consumer: {bootstrap.servers: x, ",
            "17: kafka.consumer.bootstrap.servers: goes into `kafka.common`: there is one cluster"
        ),
        (
            "sasl.password: {file: password}", "sasl.password: hunter2",
            "14: kafka.common.sasl.password: must not stand in the file: give `{file: PATH}`, `{environment: NAME}` or `{credential: NAME}`"
        ),
        (
            "sasl.password: {file: password}", "sasl.password: [hunter2]",
            "14: kafka.common.sasl.password: must be one value"
        ),
        (
            "sasl.password: {file: password}", "sasl.password: {file: none}",
            "14: kafka.common.sasl.password.file: cannot be read from `/etc/hotlist/none`: No such file or directory"
        ),
        (
            "sasl.password: {file: password}", "sasl.password: {file: long}",
            "14: kafka.common.sasl.password.file: is longer than 64KiB"
        ),
        (
            "sasl.password: {file: password}", "sasl.password: {file: bytes}",
            "14: kafka.common.sasl.password: holds bytes that are not text"
        ),
        (
            "sasl.password: {file: password}", "sasl.password: {path: password}",
            "14: kafka.common.sasl.password.path: is not a known key"
        ),
        (
            "sasl.password: {file: password}", "sasl.password: {file: password, environment: PASSWORD}",
            "14: kafka.common.sasl.password: must be one reference: give `{file: PATH}`, `{environment: NAME}` or `{credential: NAME}`"
        ),
        (
            "environment: PASSWORD", "environment: NONE",
            "15: kafka.common.ssl.key.password.environment: is not set in the environment"
        ),
        (
            "environment: PASSWORD", "environment: EMPTY",
            "15: kafka.common.ssl.key.password.environment: is empty"
        ),
        (
            "credential: password", "credential: ../password",
            "18: kafka.producer.sasl.password.credential: must be the credential's name, not a path"
        ),
        ("fetch.min.bytes: 1", "fetch.min.bytes:", "16: kafka.common.fetch.min.bytes: must not be empty"),
        (
            "fetch.min.bytes: 1", "isolation.level: read_uncommitted",
            "16: kafka.common.isolation.level: is set by hotlist: exactly-once processing depends on it"
        ),
        (
            "fetch.min.bytes: 1", "enable.auto.commit: true",
            "16: kafka.common.enable.auto.commit: is set by hotlist: offsets are committed with the transactions"
        ),
        (
            "fetch.min.bytes: 1", "group.id: x",
            "16: kafka.common.group.id: is set by hotlist: it derives from `application_id`"
        ),
        (
            "fetch.min.bytes: 1", "plugin.library.paths: x.so",
            "16: kafka.common.plugin.library.paths: is refused because it loads code into the process"
        ),
        (
            "fetch.min.bytes: 1", "sasl.kerberos.kinit.cmd: rm",
            "16: kafka.common.sasl.kerberos.kinit.cmd: is refused because it runs a shell command"
        ),
        (
            "fetch.min.bytes: 1", "ssl.engine.location: x",
            "16: kafka.common.ssl.engine.location: is refused because it loads code into the process"
        ),
        (
            "fetch.min.bytes: 1", "ssl.providers: x",
            "16: kafka.common.ssl.providers: is refused because it loads code into the process"
        ),
        (
            "fetch.min.bytes: 1", "log_cb: x",
            "16: kafka.common.log_cb: is a callback or a handle, which a file cannot give"
        ),
        (
            "publish_interval: 500ms", "publish_interval: 5ms",
            "19: publish_interval: must be from 10ms to 1m, but is `5ms`"
        ),
        (
            "publish_delta: 1.25", "publish_delta: 0",
            "20: publish_delta: must be from 0.01 to 100, but is `0`"
        ),
        (
            "refresh_interval: 90s", "refresh_interval: 90100ms",
            "21: refresh_interval: must be a multiple of `publish_interval`, which is 500ms"
        ),
        (
            "checkpoint_interval: 10s", "checkpoint_interval: 1d",
            "22: checkpoint_interval: must be from 1s to 10m, but is `1d`"
        ),
        (
            "max_clock_skew: 0s", "max_clock_skew: 2d",
            "23: max_clock_skew: must be from 0ms to 1d, but is `2d`"
        ),
        (
            "transaction_timeout: 15s", "transaction_timeout: 60s",
            "24: transaction_timeout: must be from 10s to 15s, but is `60s`"
        ),
        (
            "person_key: {file: key}", "person_key: 0123456789abcdef",
            "26: person_key: must not stand in the file: give `{file: PATH}`, `{environment: NAME}` or `{credential: NAME}`"
        ),
        (
            "person_key: {file: key}", "person_key: {file: password}",
            "26: person_key: is too short for a key: at least 16 bytes (`openssl rand -hex 32`)"
        ),
        (
            "\"[::1]:0\"", "127.0.0.1",
            "27: http.listen: must be an address and a port such as `127.0.0.1:9464` or `[::1]:9464`"
        ),
        (
            "\"[::1]:0\"", "127.0.0.1:65536",
            "27: http.listen: must be an address and a port such as `127.0.0.1:9464` or `[::1]:9464`"
        ),
        (
            "\"[::1]:0\"", "\"::1:80\"",
            "27: http.listen: must be an address and a port such as `127.0.0.1:9464` or `[::1]:9464`"
        ),
        (
            "level: debug", "level: warn",
            "28: logging.level: must be `trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`, but is `warn`"
        ),
        (
            "record_size: 2KiB", "record_size: 2KB",
            "29: limits.record_size: must be a size in bytes such as `512B`, `64KiB`, `64MiB` or `2GiB`, but is `2KB`"
        ),
        ("record_size: 2KiB", "record_size: 1MiB", "33: topics.max_message_size"),
        (
            "string_length: 100", "string_length: 4KiB",
            "29: limits.string_length: must not be above `record_size`"
        ),
        ("depth: 8", "depth: 1", "29: limits.depth: must be from 2 to 256, but is `1`"),
        ("journal: 3", "journal: 0", "31: topics.partitions.journal: must be from 1 to 1024, but is `0`"),
        (
            "replication_factor: 3", "replication_factor: 3.5",
            "32: topics.replication_factor: must be a whole number, but is `3.5`"
        ),
        (
            "journal: 365d", "journal: for ever",
            "34: topics.retention.journal: must be a duration such as `90d`, `12h`, `30m`, `15s` or `250ms`, but is `for ever`"
        ),
        (
            "journal: 365d", "journals: 365d",
            "34: topics.retention.journals: is not a known key; did you mean `journal`?"
        ),
    ])
    func `nonsense is refused with its line and key`(old: String, new: String, expected: String) throws {
        let text = DaemonFileTests.full.replacing(old, with: new, maxReplacements: 1)
        try #require(text != DaemonFileTests.full)
        let said = Self.said(text)
        #expect(said.contains { $0.hasPrefix("h.yaml:\(expected)") }, "\(said)")
        #expect(said.count <= 2, "\(said)")
        #expect(!said.joined().contains("hunter2") && !said.joined().contains("canary"))
    }

    @Test func `a daemon needs brokers and sources`() {
        #expect(Self.said("instance: x") == ["h.yaml:1: kafka: is missing", "h.yaml:1: sources: is missing"])
    }

    @Test func `a host without a usable name needs an instance`() {
        let error = #expect(throws: ConfigurationError.self) {
            try DaemonConfiguration(
                file: "h.yaml",
                bytes: Array(DaemonFileTests.smallest.utf8),
                surroundings: ConfigurationSurroundings(hostName: "a b")
            )
        }
        #expect(
            error?.description
                == "h.yaml:1: instance: is missing, and this host's name cannot stand for it: give a name of its own"
        )
    }

    @Test func `lists that do not fit into a record are refused`() throws {
        let model = try Model(
            file: "m.yaml",
            bytes: Array(ModelFileTests.smallest.replacing("size: 1}", with: "size: 5000}").utf8)
        )
        let tight = try DaemonFileTests.read(DaemonFileTests.smallest)
        #expect(
            tight.recordSizeFault(of: model)?.description
                == "h.yaml:1: topics.max_message_size: must be at least 18MiB for lists of 5000 accounts (queue `q` of the model)"
        )
        let wide = try DaemonFileTests.read(DaemonFileTests.smallest + "topics: {max_message_size: 18MiB}")
        #expect(wide.recordSizeFault(of: model) == nil)
    }
}
