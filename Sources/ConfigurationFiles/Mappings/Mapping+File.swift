// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
public import Ingest
internal import JSON

extension Mapping {
    /// Reads a mapping file (docs/mappings.md).
    ///
    /// - Parameters:
    ///   - file: the file's name, for faults.
    ///   - bytes: its content.
    ///   - name: what the mapping is called in messages.
    /// - Throws: all that is wrong in the file.
    public init(file: String, bytes: [UInt8], name: String) throws(ConfigurationError) {
        let document = try ConfigurationDocument(file: file, bytes: bytes)
        self = try document.read { root in Mapping(root, name: name) }
    }

    private init(_ root: ConfigurationMapping, name: String) {
        _ = root.optional("description")
        let format = root.optional("format").flatMap { $0.choice(of: FormatName.self) } ?? .json
        guard format == .json else {
            self.init(name: name, format: .cloudEvents)
            return
        }
        var defaults = MappingRule.Defaults()
        defaults.source = root.optional("source").flatMap { FieldExpression.expression($0) }
        defaults.vendor = root.optional("vendor").flatMap { FieldExpression.expression($0) }
        defaults.account = root.optional("account").flatMap { AccountExpression.expression($0) }
        defaults.time = root.optional("time").flatMap { TimeExpression.expression($0) }
        var each: [JSONPointer] = []
        if let value = root.optional("each") {
            if case .list = value.node.content {
                each = (value.list() ?? []).compactMap { JSONPointer.pointer($0) }
            } else {
                each = JSONPointer.pointer(value).map { [$0] } ?? []
            }
        }
        let rules = root.required("rules")?.list() ?? []
        self.init(
            name: name,
            format: .json(each: each, rules: rules.compactMap { MappingRule.rule($0, defaults) })
        )
    }

    private enum FormatName: String, CaseIterable {
        case json
        case cloudEvents = "cloudevents"
    }
}
