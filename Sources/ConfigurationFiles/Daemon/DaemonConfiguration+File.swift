// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events

extension DaemonConfiguration {
    /// The configuration of a daemon file.
    ///
    /// - Parameters:
    ///   - file: the file's name, for faults.
    ///   - bytes: the content.
    ///   - surroundings: what the file refers to.
    /// - Throws: all that is wrong in the file, unreadable secrets included.
    public init(
        file: String,
        bytes: [UInt8],
        surroundings: ConfigurationSurroundings
    ) throws(ConfigurationError) {
        let document = try ConfigurationDocument(file: file, bytes: bytes)
        self = try document.read { DaemonConfiguration($0, surroundings) }
    }

    init(_ root: ConfigurationMapping, _ surroundings: ConfigurationSurroundings) {
        applicationID = root.optional("application_id")?.kafkaName(atMost: 200) ?? "hotlist"
        instance = Self.instance(root, surroundings)
        staticMembership = root.optional("static_membership")?.boolean() ?? true
        let model = root.optional("model")
        modelPath = surroundings.resolved(model?.text() ?? "model.yaml")
        modelPlace = model?.place ?? root.place(of: "model")
        sources = EventSource.sources(root, applicationID: applicationID, surroundings: surroundings)
        kafka =
            root.required("kafka")?.mapping().map { KafkaSettings($0, surroundings: surroundings) }
            ?? KafkaSettings()
        publishInterval = root.optional("publish_interval")?.duration(in: 10...60_000) ?? 250
        let delta = root.optional("publish_delta")?.number(in: 0.01...100) ?? 0.5
        publishDelta = Int((100 * delta + 0.5).rounded(.down))
        refreshInterval = root.optional("refresh_interval")?.duration(in: 1000...3_600_000) ?? 60_000
        checkpointInterval = root.optional("checkpoint_interval")?.duration(in: 1000...600_000) ?? 30_000
        maximumClockSkew = root.optional("max_clock_skew")?.duration(in: 0...86_400_000) ?? 300_000
        transactionTimeout = root.optional("transaction_timeout")?.duration(in: 10_000...15_000) ?? 10_000
        stateDirectory = root.optional("state_dir")?.text().map(surroundings.resolved)
        personKey = Self.personKey(root, surroundings)
        http = HTTP(root.optional("http")?.mapping())
        logging = Logging(root.optional("logging")?.mapping())
        let limitsMapping = root.optional("limits")?.mapping()
        limits = Limits(limitsMapping)
        let topicsMapping = root.optional("topics")?.mapping()
        topics = Topics(topicsMapping)
        messageSizePlace =
            topicsMapping?.place(of: "max_message_size") ?? root.place(of: "topics.max_message_size")
        warnings = kafka.warnings()
        if !http.isLoopback, let place = root.optional("http")?.place {
            warnings.append(
                ConfigurationWarning(
                    place,
                    "opens the HTTP interface, which asks for no password, to other machines: put a proxy before it"
                )
            )
        }
        refuseWhatDoesNotFit(root, limits: limitsMapping)
    }

    private func refuseWhatDoesNotFit(
        _ root: ConfigurationMapping,
        limits limitsMapping: ConfigurationMapping?
    ) {
        if refreshInterval % publishInterval != 0 {
            let interval = Quantity.duration(publishInterval)
            root.refuse("refresh_interval", "must be a multiple of `publish_interval`, which is \(interval)")
        }
        if limits.stringLength > limits.recordSize {
            limitsMapping?.refuse("string_length", "must not be above `record_size`")
        }
        if limits.recordSize + RecordSizes.envelope > topics.maximumMessageSize {
            let least = Quantity.size(Int64(limits.recordSize + RecordSizes.envelope))
            root.refuse(
                messageSizePlace,
                "must be at least \(least): a dead letter is a record of up to `limits.record_size` with headers"
            )
        }
    }

    private static func instance(
        _ root: ConfigurationMapping,
        _ surroundings: ConfigurationSurroundings
    ) -> String {
        if let value = root.optional("instance") { return value.kafkaName(atMost: 100) ?? "" }
        guard ConfigurationValue.isKafkaName(surroundings.hostName, atMost: 100) else {
            root.refuse(
                "instance",
                "is missing, and this host's name cannot stand for it: give a name of its own"
            )
            return ""
        }
        return surroundings.hostName
    }

    private static func personKey(
        _ root: ConfigurationMapping,
        _ surroundings: ConfigurationSurroundings
    ) -> Secret? {
        guard let value = root.optional("person_key"), let key = value.secret(surroundings) else {
            return nil
        }
        if key.reveal().count < 16 {
            value.refuse("is too short for a key: at least 16 bytes (`openssl rand -hex 32`)")
        }
        return key
    }
}

extension DaemonConfiguration.HTTP {
    init(_ mapping: ConfigurationMapping?) {
        self.init(host: "127.0.0.1", port: 9464)
        guard let value = mapping?.optional("listen"), let text = value.text() else { return }
        guard let (host, port) = Self.address(text) else {
            value.refuse("must be an address and a port such as `127.0.0.1:9464` or `[::1]:9464`")
            return
        }
        self.init(host: host, port: port)
    }

    private static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        var host = text[..<colon]
        let digits = text[text.index(after: colon)...]
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = Int(digits), port <= 65_535
        else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            return nil
        }
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-_%")
        guard !host.isEmpty, host.allSatisfy(allowed.contains) else { return nil }
        return (String(host), port)
    }
}

extension DaemonConfiguration.Logging {
    init(_ mapping: ConfigurationMapping?) {
        self.init(
            level: mapping?.optional("level")?.choice() ?? .info,
            format: mapping?.optional("format")?.choice() ?? .text
        )
    }
}

extension DaemonConfiguration.Limits {
    init(_ mapping: ConfigurationMapping?) {
        let recordSize = mapping?.optional("record_size")?.byteSize(in: 1024...(64 << 20))
        let stringLength = mapping?.optional("string_length")?.byteSize(in: 64...(16 << 20))
        self.init(
            recordSize: Int(recordSize ?? 1 << 20),
            depth: mapping?.optional("depth")?.integer(in: 2...256) ?? 32,
            fanOut: mapping?.optional("fan_out")?.integer(in: 1...100_000) ?? 1000,
            stringLength: Int(stringLength ?? min(64 << 10, recordSize ?? 1 << 20)),
            memory: mapping?.optional("memory")?.byteSize(in: (128 << 20)...(1 << 40))
        )
    }
}

extension DaemonConfiguration.Topics {
    init(_ mapping: ConfigurationMapping?) {
        let partitions = mapping?.optional("partitions")?.mapping()
        let retention = mapping?.optional("retention")?.mapping()
        let size = mapping?.optional("max_message_size")?.byteSize(in: (64 << 10)...(256 << 20))
        let month: Int64 = 30 * 86_400_000
        self.init(
            journalPartitions: partitions?.optional("journal")?.integer(in: 1...1024) ?? 12,
            queuePartitions: partitions?.optional("queues")?.integer(in: 1...1024) ?? 4,
            replicationFactor: mapping?.optional("replication_factor")?.integer(in: 1...15),
            maximumMessageSize: Int(size ?? 2 << 20),
            journalRetention: retention?.optional("journal")?.retention(),
            changesRetention: retention?.optional("changes").map { $0.retention() } ?? month,
            deadLettersRetention: retention?.optional("dead_letters").map { $0.retention() } ?? month
        )
    }
}

extension ConfigurationValue {
    /// Whether `text` can be part of the names of topics, groups and transactions.
    static func isKafkaName(_ text: String, atMost limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count) && text != "." && text != ".."
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
            }
    }

    /// A name that Kafka takes.
    func kafkaName(atMost limit: Int) -> String? {
        guard let text = text() else { return nil }
        guard Self.isKafkaName(text, atMost: limit) else {
            refuse("must be of a-z, A-Z, 0-9, `.`, `_` and `-`, at most \(limit)\(butIs)")
            return nil
        }
        return text
    }

    /// A duration, or nil for `forever`.
    fileprivate func retention() -> Int64? {
        if case .scalar("forever", _) = node.content { return nil }
        return duration(in: 3_600_000...36_500 * 86_400_000)
    }
}
