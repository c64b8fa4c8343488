// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CLibrdkafka

/// Owns one `rd_kafka_conf_t` until a client takes it over.
@safe struct ConfigurationHandle: ~Copyable {
    let pointer: OpaquePointer?

    private init() {
        unsafe pointer = rd_kafka_conf_new()
    }

    /// Sets every property, in the order of their names so that errors are stable.
    init(_ configuration: KafkaConfiguration) throws(KafkaConfigurationError) {
        self.init()
        try KafkaLibrary.requireSupported()
        for name in configuration.names {
            try set(name, configuration[name] ?? "")
        }
        if !KafkaLibrary.supportsCooperativeAssignment,
            configuration["partition.assignment.strategy"]?.contains("cooperative") == true
        {
            throw .invalidValue(
                name: "partition.assignment.strategy",
                reason:
                    "cooperative-sticky needs librdkafka 2.6.1 or newer, this is \(KafkaLibrary.version); "
                    + "use range"
            )
        }
    }

    deinit {
        unsafe rd_kafka_conf_destroy(pointer)
    }

    func set(_ name: String, _ value: String) throws(KafkaConfigurationError) {
        guard !name.utf8.contains(0) else { throw .unknownProperty(name: name) }
        guard !value.utf8.contains(0) else {
            throw .invalidValue(name: name, reason: "the value contains a NUL byte")
        }
        var reason = ErrorText()
        let result = unsafe rd_kafka_conf_set(pointer, name, value, &reason.bytes, reason.bytes.count)
        switch result {
        case RD_KAFKA_CONF_OK:
            return
        case RD_KAFKA_CONF_UNKNOWN:
            throw .unknownProperty(name: name)
        default:
            let text = KafkaConfiguration.isSecret(name) ? "the value cannot be used" : reason.text
            throw .invalidValue(name: name, reason: text)
        }
    }

    func enableEvents(_ events: Int32) {
        unsafe rd_kafka_conf_set_events(pointer, events)
    }

    /// Creates the client, which takes the configuration over.
    consuming func makeClient(_ type: rd_kafka_type_t) throws(KafkaConfigurationError) -> OpaquePointer {
        var reason = ErrorText()
        guard let client = unsafe rd_kafka_new(type, pointer, &reason.bytes, reason.bytes.count) else {
            _ = consume self
            throw .rejected(reason: reason.text)
        }
        discard self
        return unsafe client
    }
}

/// A buffer that librdkafka writes a reason into.
struct ErrorText {
    var bytes = [CChar](repeating: 0, count: 512)

    var text: String {
        String(decoding: bytes.prefix { $0 != 0 }.lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
