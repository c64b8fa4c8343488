// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The configuration of one client, in librdkafka's own property names.
///
/// librdkafka's CONFIGURATION.md is the reference of names, values and defaults. Names and values are checked
/// when a client is made, or ahead of that by ``validate()``. No description of a configuration shows a
/// secret value.
///
/// ```swift
/// var configuration = KafkaConfiguration(["bootstrap.servers": "localhost:9092"])
/// configuration["group.id"] = "example"
/// ```
public struct KafkaConfiguration: Sendable, Hashable {
    private var properties: [String: String]

    /// Makes a configuration of librdkafka's properties.
    public init(_ properties: [String: String] = [:]) {
        self.properties = properties
    }

    /// The value of a property, nil where librdkafka's default applies.
    public subscript(name: String) -> String? {
        get { properties[name] }
        set { properties[name] = newValue }
    }

    /// The names of the properties that are set, sorted.
    public var names: [String] {
        properties.keys.sorted()
    }

    /// This configuration with other properties set over it.
    public func merging(_ other: [String: String]) -> KafkaConfiguration {
        KafkaConfiguration(properties.merging(other) { _, new in new })
    }

    /// Checks every name and value without connecting to anything.
    ///
    /// - Throws: the first property at fault, in the order of their names.
    public func validate() throws(KafkaConfigurationError) {
        _ = try ConfigurationHandle(self)
    }

    /// Whether a property's value must not be shown.
    ///
    /// Wider than librdkafka's own list, so that secrets of newer versions are hidden too.
    public static func isSecret(_ name: String) -> Bool {
        let marks = [
            "password", "passphrase", "secret", "private.key", ".pem", "sasl.username", "oauthbearer.config",
            "oauthbearer.extensions", "ssl.key.",
        ]
        let lowercased = name.lowercased()
        return marks.contains { lowercased.contains($0) }
    }
}

extension KafkaConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The properties with their values, secrets replaced.
    public var description: String {
        let pairs = names.map { name in
            "\(name)=\(Self.isSecret(name) ? "[redacted]" : properties[name] ?? "")"
        }
        return "KafkaConfiguration(\(pairs.joined(separator: ", ")))"
    }

    /// The same as the description: secrets replaced.
    public var debugDescription: String { description }

    /// A mirror that shows no more than the description.
    public var customMirror: Mirror {
        Mirror(self, children: ["properties": description])
    }
}
