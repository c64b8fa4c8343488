// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why a client could not be made from its configuration.
///
/// None of these goes away by trying again: somebody has to change the configuration or the system.
public enum KafkaConfigurationError: Error, Sendable, Hashable {
    /// librdkafka does not know the property, in this version or at all.
    case unknownProperty(name: String)

    /// librdkafka knows the property and does not accept its value.
    ///
    /// The reason is librdkafka's, without the value if the property is a secret.
    case invalidValue(name: String, reason: String)

    /// The properties are valid one by one but not together, or name files that cannot be used.
    case rejected(reason: String)

    /// The installed librdkafka cannot be used.
    case unsupportedLibrary(version: String, reason: String)

    /// The property at fault, if one is.
    public var property: String? {
        switch self {
        case .unknownProperty(let name), .invalidValue(let name, _): name
        case .rejected, .unsupportedLibrary: nil
        }
    }
}

extension KafkaConfigurationError: CustomStringConvertible {
    /// One sentence that says what is wrong and where.
    public var description: String {
        switch self {
        case .unknownProperty(let name):
            "Kafka property \"\(name)\" is not known to librdkafka \(KafkaLibrary.version)."
        case .invalidValue(let name, let reason):
            "Kafka property \"\(name)\" was not accepted: \(reason)"
        case .rejected(let reason):
            "The Kafka configuration was not accepted: \(reason)"
        case .unsupportedLibrary(let version, let reason):
            "librdkafka \(version) cannot be used: \(reason)."
        }
    }
}
