// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// One of librdkafka's properties, as the daemon file sets it.
public struct KafkaProperty: Sendable {
    /// What a property is set to.
    public enum Value: Sendable {
        /// Text that stands in the file.
        case plain(String)
        /// What a file, a variable or a credential holds.
        case secret(Secret)
    }

    /// The property's name, such as `bootstrap.servers`.
    public var name: String
    /// Its value.
    public var value: Value
    /// Where it stands, for faults that only librdkafka finds.
    public var place: ConfigurationPlace

    /// The given property.
    public init(name: String, value: Value, place: ConfigurationPlace) {
        self.name = name
        self.value = value
        self.place = place
    }

    /// The value for librdkafka, whether it is secret or not; never to be shown.
    public var revealed: String {
        switch value {
        case .plain(let text): text
        case .secret(let secret): String(decoding: secret.reveal(), as: UTF8.self)
        }
    }
}
