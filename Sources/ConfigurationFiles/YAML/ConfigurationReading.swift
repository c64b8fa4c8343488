// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// One pass over a document: the faults found so far, and the mappings whose keys have to be accounted for.
final class ConfigurationReading {
    let file: String
    private(set) var faults: [ConfigurationFault] = []
    private var mappings: [ConfigurationMapping] = []
    /// The keys that were asked for, with `*` for a free key and `[]` for any element: `kinds.*.boosts[].field`.
    private(set) var knownKeys: Set<String> = []

    init(file: String) {
        self.file = file
    }

    func refuse(_ message: String, path: String, line: Int, column: Int, suggestion: String? = nil) {
        faults.append(
            ConfigurationFault(
                file: file,
                line: line,
                column: column,
                keyPath: path,
                message: message,
                suggestion: suggestion
            )
        )
    }

    func open(_ mapping: ConfigurationMapping) {
        mappings.append(mapping)
    }

    func note(knownKey pattern: String) {
        knownKeys.insert(pattern)
    }

    func refuseUnknownKeys() {
        for mapping in mappings {
            mapping.refuseUnknownKeys()
        }
        mappings = []
    }
}
