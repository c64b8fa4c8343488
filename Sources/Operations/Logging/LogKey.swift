// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Logging

/// The names of log fields; a field has one name wherever it is logged.
public enum LogKey: String, Sendable, CaseIterable {
    /// An account id.
    case account
    /// The address a server listens on.
    case address
    /// What went wrong, in the words of the one who failed.
    case error
    /// The name of a list.
    case list
    /// An offset in a partition.
    case offset
    /// A partition's number.
    case partition
    /// Why something was done or refused.
    case reason
    /// The name of a stage.
    case stage
    /// How many lines like this one were not written.
    case suppressed
    /// A topic's name.
    case topic
    /// The version of a program or library.
    case version
}

extension Dictionary where Key == String, Value == Logger.MetadataValue {
    /// Log fields under the names of ``LogKey``.
    public init(_ fields: KeyValuePairs<LogKey, Logger.MetadataValue>) {
        self.init(fields.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { _, later in later })
    }
}
