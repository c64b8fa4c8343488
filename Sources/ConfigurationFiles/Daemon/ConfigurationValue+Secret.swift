// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension ConfigurationValue {
    /// How a secret can be given, for messages.
    static let secretForms = "give `{file: PATH}`, `{environment: NAME}` or `{credential: NAME}`"
    /// The longest secret, in bytes; a chain of certificates fits.
    private static let maximumSecret = 65_536

    /// The secret that the value refers to: a file, an environment variable, or a credential of systemd.
    ///
    /// One line end at the end of a file is left away. No message holds any of the content.
    func secret(_ surroundings: ConfigurationSurroundings) -> Secret? {
        guard case .mapping(let members) = node.content else {
            refuse("must not stand in the file: \(Self.secretForms)")
            return nil
        }
        guard let mapping = mapping() else { return nil }
        let file = mapping.optional("file")
        let environment = mapping.optional("environment")
        let credential = mapping.optional("credential")
        guard members.count == 1 else {
            refuse("must be one reference: \(Self.secretForms)")
            return nil
        }
        if let file {
            return file.text().flatMap { file.secret(inFile: surroundings.resolved($0), surroundings) }
        }
        if let environment {
            guard let name = environment.text() else { return nil }
            guard let text = surroundings.variable(name) else {
                environment.refuse("is not set in the environment")
                return nil
            }
            return environment.secret(Array(text.utf8))
        }
        return credential.flatMap { $0.secret(inCredential: surroundings) }
    }

    private func secret(inCredential surroundings: ConfigurationSurroundings) -> Secret? {
        guard let name = text() else { return nil }
        guard !name.contains("/"), name != ".", name != ".." else {
            refuse("must be the credential's name, not a path")
            return nil
        }
        guard let directory = surroundings.variable("CREDENTIALS_DIRECTORY"), !directory.isEmpty else {
            refuse(
                "cannot be read: systemd gives no credentials here (`LoadCredential=` sets CREDENTIALS_DIRECTORY)"
            )
            return nil
        }
        return secret(inFile: "\(directory)/\(name)", surroundings)
    }

    private func secret(inFile path: String, _ surroundings: ConfigurationSurroundings) -> Secret? {
        switch surroundings.contents(path, Self.maximumSecret) {
        case .success(let bytes):
            return secret(bytes)
        case .failure(let failure):
            refuse("cannot be read from \(Self.quote(path)): \(failure.reason)")
            return nil
        }
    }

    private func secret(_ bytes: [UInt8]) -> Secret? {
        guard bytes.count <= Self.maximumSecret else {
            refuse("is longer than \(Quantity.size(Int64(Self.maximumSecret)))")
            return nil
        }
        var bytes = bytes
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard !bytes.isEmpty else {
            refuse("is empty")
            return nil
        }
        return Secret(bytes)
    }
}
