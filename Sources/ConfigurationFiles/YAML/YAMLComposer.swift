// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Yams

/// Turns the bytes of a YAML file into a tree of our own, within limits.
///
/// Aliases never reach the YAML library, which would expand them while it parses: every `*` is a stand-in character
/// during the parse, and an unquoted value that begins with it is looked up here, where the growth is counted.
struct YAMLComposer {
    /// A character for private use of the same width in the file's columns.
    private static let standIn: Unicode.Scalar = "\u{E000}"

    /// A finished part with what counts against the limits.
    private struct Composed {
        var node: ConfigurationNode
        var size: Int
        var height: Int
    }

    let file: String
    private var anchors: [String: Composed] = [:]
    private var size = 0

    private init(file: String) {
        self.file = file
    }

    /// Parses `bytes`.
    static func compose(_ bytes: [UInt8], file: String) throws(ConfigurationFault) -> ConfigurationNode {
        var composer = YAMLComposer(file: file)
        guard bytes.count <= ConfigurationDocument.maximumSize else {
            throw composer.fault("is larger than \(Quantity.size(Int64(ConfigurationDocument.maximumSize)))")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
            throw composer.fault("is not UTF-8 text", line: line + 1)
        }
        guard !text.unicodeScalars.contains(standIn) else {
            throw composer.fault("holds the character U+E000, which must not be used")
        }
        var hidden = String.UnicodeScalarView()
        hidden.append(contentsOf: text.unicodeScalars.lazy.map { $0 == "*" ? standIn : $0 })
        return try composer.parse(String(hidden))
    }

    private mutating func parse(_ text: String) throws(ConfigurationFault) -> ConfigurationNode {
        do {
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            let root = try parser.singleRoot()
            // The tree refers to its anchors weakly; the parser holds them.
            return try withExtendedLifetime(parser) {
                guard let root else { throw fault("is empty") }
                return try compose(root, depth: 0).node
            }
        } catch let error as ConfigurationFault {
            throw error
        } catch let error as YamlError {
            throw fault(of: error, in: text)
        } catch {
            throw fault("is not YAML that can be read")
        }
    }

    private mutating func compose(_ node: Node, depth: Int) throws(ConfigurationFault) -> Composed {
        let line = node.mark?.line ?? 1
        let column = node.mark?.column ?? 1
        guard depth < ConfigurationDocument.maximumDepth else {
            throw fault(
                "is nested deeper than \(ConfigurationDocument.maximumDepth) levels",
                line: line,
                column: column
            )
        }
        try count(1, line: line, column: column)
        var composed: Composed
        switch node {
        case .scalar(let scalar):
            try refuseTag(scalar.tag, orA: .str, line: line, column: column)
            if scalar.style == .plain, scalar.string.unicodeScalars.first == Self.standIn {
                return try expand(scalar.string, depth: depth, line: line, column: column)
            }
            let isText = scalar.style != .plain || scalar.tag == Tag(.str)
            let content = ConfigurationNode.Content.scalar(Self.restored(scalar.string), quoted: isText)
            composed = Composed(
                node: ConfigurationNode(content: content, line: line, column: column),
                size: 1,
                height: 1
            )
        case .sequence(let sequence):
            try refuseTag(sequence.tag, orA: .seq, line: line, column: column)
            composed = try compose(sequence, depth: depth, line: line, column: column)
        case .mapping(let mapping):
            try refuseTag(mapping.tag, orA: .map, line: line, column: column)
            composed = try compose(mapping, depth: depth, line: line, column: column)
        case .alias:
            throw fault("is an alias where none can be", line: line, column: column)
        }
        if let anchor = node.anchor {
            anchors[anchor.rawValue] = composed
        }
        return composed
    }

    private mutating func compose(
        _ sequence: Node.Sequence,
        depth: Int,
        line: Int,
        column: Int
    ) throws(ConfigurationFault) -> Composed {
        var composed = Composed(
            node: ConfigurationNode(content: .list([]), line: line, column: column),
            size: 1,
            height: 0
        )
        var nodes: [ConfigurationNode] = []
        for element in sequence {
            let part = try compose(element, depth: depth + 1)
            nodes.append(part.node)
            composed.size += part.size
            composed.height = max(composed.height, part.height)
        }
        composed.height += 1
        composed.node.content = .list(nodes)
        return composed
    }

    private mutating func compose(
        _ mapping: Node.Mapping,
        depth: Int,
        line: Int,
        column: Int
    ) throws(ConfigurationFault) -> Composed {
        var composed = Composed(
            node: ConfigurationNode(content: .mapping([]), line: line, column: column),
            size: 1,
            height: 0
        )
        var members: [ConfigurationNode.Member] = []
        for (key, value) in mapping {
            let member = try self.key(key)
            let part = try compose(value, depth: depth + 1)
            members.append(
                ConfigurationNode.Member(
                    key: member.text,
                    line: member.line,
                    column: member.column,
                    value: part.node
                )
            )
            composed.size += part.size
            composed.height = max(composed.height, part.height)
        }
        composed.height += 1
        composed.node.content = .mapping(members)
        return composed
    }

    private func key(_ node: Node) throws(ConfigurationFault) -> (text: String, line: Int, column: Int) {
        let line = node.mark?.line ?? 1
        let column = node.mark?.column ?? 1
        guard case .scalar(let scalar) = node,
            scalar.style != .plain || scalar.string.unicodeScalars.first != Self.standIn
        else {
            throw fault("has a key that is not a single value", line: line, column: column)
        }
        try refuseTag(scalar.tag, orA: .str, line: line, column: column)
        guard scalar.anchor == nil else {
            throw fault("has an anchor on a key, which hotlist does not use", line: line, column: column)
        }
        let text = Self.restored(scalar.string)
        guard text != "<<" else {
            throw fault("has a merge key (`<<`), which hotlist does not use", line: line, column: column)
        }
        guard text.utf8.count <= 256, !text.unicodeScalars.contains(where: ConfigurationValue.isInvisible)
        else {
            throw fault(
                "has a key longer than 256 bytes or with invisible characters",
                line: line,
                column: column
            )
        }
        return (text, line, column)
    }

    private mutating func expand(
        _ text: String,
        depth: Int,
        line: Int,
        column: Int
    ) throws(ConfigurationFault) -> Composed {
        let name = String(text.unicodeScalars.dropFirst())
        guard let composed = anchors[name] else {
            let quoted = ConfigurationValue.quote(Self.restored(text))
            throw fault(
                "has the alias \(quoted) before any anchor of that name (text that begins with `*` needs quotes)",
                line: line,
                column: column
            )
        }
        guard depth + composed.height <= ConfigurationDocument.maximumDepth else {
            throw fault(
                "is nested deeper than \(ConfigurationDocument.maximumDepth) levels",
                line: line,
                column: column
            )
        }
        try count(composed.size, line: line, column: column)
        return composed
    }

    private func refuseTag(_ tag: Tag, orA name: Tag.Name, line: Int, column: Int) throws(ConfigurationFault)
    {
        guard tag == .implicit || tag == Tag(name) else {
            throw fault("has a tag (`!…`), which hotlist does not use", line: line, column: column)
        }
    }

    private mutating func count(_ nodes: Int, line: Int, column: Int) throws(ConfigurationFault) {
        size += nodes
        guard size <= ConfigurationDocument.maximumNodes else {
            let limit = ConfigurationDocument.maximumNodes
            throw fault("holds more than \(limit) values, aliases expanded", line: line, column: column)
        }
    }

    static func restored(_ text: String) -> String {
        guard text.unicodeScalars.contains(standIn) else { return text }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text.unicodeScalars.lazy.map { $0 == standIn ? "*" : $0 })
        return String(view)
    }

    func fault(_ message: String, line: Int = 1, column: Int = 1) -> ConfigurationFault {
        ConfigurationFault(file: file, line: line, column: column, keyPath: "", message: message)
    }
}
