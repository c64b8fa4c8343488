// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Why mappings cannot be used as they are configured.
public enum IngestorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The mapping of a topic takes persons from e-mail addresses, and there is no key to hash them with.
    case personKeyMissing(topic: String, mapping: String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .personKeyMissing(let topic, let mapping):
            """
            the mapping \(mapping) of topic \(topic) takes persons from e-mail addresses, which are stored as keyed \
            hashes only: configure a person key of at least \(PersonKey.minimumLength) bytes
            """
        }
    }
}
