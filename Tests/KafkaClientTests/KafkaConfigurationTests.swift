// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import KafkaClient
import Logging
import Testing

@Suite struct KafkaConfigurationTests {
    @Test func `an unknown property is named`() {
        let configuration = KafkaConfiguration(["bootstrap.servers": "localhost", "no.such.thing": "1"])
        #expect(throws: KafkaConfigurationError.unknownProperty(name: "no.such.thing")) {
            try configuration.validate()
        }
    }

    @Test func `an invalid value is named with librdkafka's reason`() throws {
        let configuration = KafkaConfiguration(["session.timeout.ms": "never"])
        let error = #expect(throws: KafkaConfigurationError.self) { try configuration.validate() }
        guard case .invalidValue(let name, let reason) = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect(name == "session.timeout.ms")
        #expect(reason.contains("session.timeout.ms"))
    }

    @Test func `properties that contradict each other are rejected when a client is made`() {
        let configuration = KafkaConfiguration([
            "group.id": "a", "session.timeout.ms": "10000", "max.poll.interval.ms": "5000",
        ])
        let error = #expect(throws: KafkaConfigurationError.self) {
            _ = try KafkaConsumer(configuration, logger: Logger(label: "test"))
        }
        guard case .rejected(let reason) = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect(reason.contains("max.poll.interval.ms"))
    }

    @Test func `a NUL byte is refused where C would cut the value short`() {
        let configuration = KafkaConfiguration(["client.id": "a\0b"])
        #expect(throws: KafkaConfigurationError.self) { try configuration.validate() }
    }

    @Test func `secrets are in no description`() {
        let secrets = [
            "sasl.password": "hunter2", "ssl.key.password": "hunter2", "ssl.keystore.password": "hunter2",
            "sasl.oauthbearer.client.secret": "hunter2", "sasl.oauthbearer.config": "hunter2",
            "ssl.key.pem": "hunter2",
        ]
        let configuration = KafkaConfiguration(secrets.merging(["client.id": "shown"]) { $1 })
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in [
            configuration.description, String(reflecting: configuration), "\(configuration)", dumped,
        ] {
            #expect(!text.contains("hunter2"))
            #expect(text.contains("shown"))
        }
    }

    @Test func `a secret that is refused is not in the reason`() {
        let configuration = KafkaConfiguration(["ssl.key.pem": "hunter2\0"])
        let error = #expect(throws: KafkaConfigurationError.self) { try configuration.validate() }
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func `a plain producer refuses a transactional id and a transactional one needs it`() {
        let logger = Logger(label: "test")
        let plain = #expect(throws: KafkaConfigurationError.self) {
            _ = try KafkaProducer(KafkaConfiguration(["transactional.id": "a"]), logger: logger)
        }
        #expect(plain?.property == "transactional.id")
        let transactional = #expect(throws: KafkaConfigurationError.self) {
            _ = try TransactionalProducer(KafkaConfiguration(), logger: logger)
        }
        #expect(transactional?.property == "transactional.id")
    }

    @Test(.enabled(if: !KafkaLibrary.supportsCooperativeAssignment, "this librdkafka can do it"))
    func `cooperative assignment is refused where librdkafka is known to fail at it`() {
        let configuration = KafkaConfiguration(["partition.assignment.strategy": "cooperative-sticky"])
        let error = #expect(throws: KafkaConfigurationError.self) { try configuration.validate() }
        #expect(error?.property == "partition.assignment.strategy")
    }

    @Test func `the library is recent enough and says so`() throws {
        try KafkaLibrary.requireSupported()
        #expect(KafkaLibrary.versionNumber >= 0x0200_02ff)
        let major = KafkaLibrary.versionNumber >> 24
        #expect(KafkaLibrary.version.hasPrefix("\(major)."))
    }
}
