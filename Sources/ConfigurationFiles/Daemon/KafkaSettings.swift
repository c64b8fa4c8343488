// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The librdkafka properties of the daemon file.
public struct KafkaSettings: Sendable {
    /// For every client.
    public var common: [KafkaProperty]
    /// For consumers, over the common ones.
    public var consumer: [KafkaProperty]
    /// For producers, over the common ones.
    public var producer: [KafkaProperty]

    /// The given properties.
    public init(common: [KafkaProperty] = [], consumer: [KafkaProperty] = [], producer: [KafkaProperty] = [])
    {
        self.common = common
        self.consumer = consumer
        self.producer = producer
    }

    /// The properties of consumers, names in byte order.
    public var ofConsumers: [KafkaProperty] { Self.merge(common, consumer) }

    /// The properties of producers, names in byte order.
    public var ofProducers: [KafkaProperty] { Self.merge(common, producer) }

    /// The properties of the admin client, names in byte order.
    public var ofAdmin: [KafkaProperty] { Self.merge(common, []) }

    private static func merge(_ common: [KafkaProperty], _ own: [KafkaProperty]) -> [KafkaProperty] {
        let names = Set(own.map(\.name))
        return (common.filter { !names.contains($0.name) } + own).sorted { $0.name < $1.name }
    }
}
