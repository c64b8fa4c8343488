// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension KafkaSettings {
    /// The `kafka` mapping of a daemon file.
    init(_ mapping: ConfigurationMapping, surroundings: ConfigurationSurroundings) {
        let common = mapping.required("common")
        self.init(
            common: common.map { Self.properties($0, surroundings) } ?? [],
            consumer: mapping.optional("consumer").map { Self.properties($0, surroundings) } ?? [],
            producer: mapping.optional("producer").map { Self.properties($0, surroundings) } ?? []
        )
        if let common, !self.common.contains(where: { $0.name == "bootstrap.servers" }) {
            common.refuse("needs `bootstrap.servers`: the addresses of the brokers")
        }
        for property in consumer + producer where property.name == "bootstrap.servers" {
            mapping.refuse(property.place, "goes into `kafka.common`: there is one cluster")
        }
    }

    private static func properties(
        _ value: ConfigurationValue,
        _ surroundings: ConfigurationSurroundings
    ) -> [KafkaProperty] {
        (value.mapping()?.all() ?? []).compactMap { property($0.key, $0.value, surroundings) }
    }

    private static func property(
        _ name: String,
        _ value: ConfigurationValue,
        _ surroundings: ConfigurationSurroundings
    ) -> KafkaProperty? {
        if let refusal = KafkaPropertyRule.refusal(of: name) {
            value.refuse(refusal)
            return nil
        }
        switch value.node.content {
        case .mapping:
            guard let secret = value.secret(surroundings) else { return nil }
            guard String(validating: secret.reveal(), as: UTF8.self) != nil, !secret.reveal().contains(0)
            else {
                value.refuse("holds bytes that are not text")
                return nil
            }
            return KafkaProperty(name: name, value: .secret(secret), place: value.place)
        case .list:
            // The content may be secret and is not quoted.
            value.refuse("must be one value")
            return nil
        case .scalar(let text, _):
            guard !KafkaPropertyRule.isSecret(name) else {
                value.refuse("must not stand in the file: \(ConfigurationValue.secretForms)")
                return nil
            }
            guard !value.node.isNull, !text.isEmpty, !text.unicodeScalars.contains("\0") else {
                value.refuse("must not be empty")
                return nil
            }
            return KafkaProperty(name: name, value: .plain(text), place: value.place)
        }
    }

    /// What is dangerous in the properties.
    func warnings() -> [ConfigurationWarning] {
        var warnings: [ConfigurationWarning] = []
        for property in common + consumer + producer {
            guard case .plain(let text) = property.value else { continue }
            switch (property.name, text.lowercased()) {
            case ("enable.ssl.certificate.verification", "false"):
                warnings.append(
                    ConfigurationWarning(
                        property.place,
                        "switches off TLS verification: anyone can pose as a broker"
                    )
                )
            case ("ssl.endpoint.identification.algorithm", "none"):
                warnings.append(
                    ConfigurationWarning(
                        property.place,
                        "switches off the check of brokers' names: anyone with a certificate can pose as a broker"
                    )
                )
            case ("security.protocol", "sasl_plaintext"):
                warnings.append(
                    ConfigurationWarning(
                        property.place,
                        "sends credentials and data unencrypted: use `sasl_ssl` outside a trusted network"
                    )
                )
            default: break
            }
        }
        return warnings
    }
}
