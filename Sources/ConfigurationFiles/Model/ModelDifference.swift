// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// A value that two model files do not have in common.
public struct ModelDifference: Hashable, Sendable {
    /// Where the value stands, as in `kinds.funding.weight` or `queues[outbound].size`.
    public var path: String
    /// The value in the earlier file; nil where it says nothing.
    public var before: String?
    /// The value in the later file; nil where it says nothing.
    public var after: String?

    /// What two model files say differently, whatever their comments, layout and order of keys.
    ///
    /// Elements of lists are told apart by their `name` or `field` where they have one, and by their place otherwise;
    /// a list of plain values is one value.
    ///
    /// - Returns: the differences in the order of the earlier file, then what only the later file has.
    /// - Throws: the fault of a file that is no YAML.
    public static func differences(
        from earlier: [UInt8],
        to later: [UInt8]
    ) throws(ConfigurationError) -> [ModelDifference] {
        let before = try values(of: earlier, file: "the earlier model")
        let after = try values(of: later, file: "the later model")
        let old = Dictionary(before, uniquingKeysWith: { $1 })
        let new = Dictionary(after, uniquingKeysWith: { $1 })
        let changed = before.compactMap { path, value in
            new[path] == value ? nil : ModelDifference(path: path, before: value, after: new[path])
        }
        let added = after.compactMap { path, value in
            old[path] == nil ? ModelDifference(path: path, before: nil, after: value) : nil
        }
        return changed + added
    }

    private static func values(
        of bytes: [UInt8],
        file: String
    ) throws(ConfigurationError) -> [(String, String)] {
        var found: [(String, String)] = []
        collect(try ConfigurationDocument(file: file, bytes: bytes).root, "", into: &found)
        return found
    }

    private static func collect(
        _ node: ConfigurationNode,
        _ path: String,
        into found: inout [(String, String)]
    ) {
        switch node.content {
        case .scalar:
            found.append((path, text(node)))
        case .mapping(let members):
            if members.isEmpty { found.append((path, "{}")) }
            for member in members {
                collect(member.value, path.isEmpty ? member.key : "\(path).\(member.key)", into: &found)
            }
        case .list(let elements):
            guard elements.contains(where: \.isMapping) else {
                found.append((path, text(node)))
                return
            }
            var seen: [String: Int] = [:]
            for (index, element) in elements.enumerated() {
                let name = element.name ?? "\(index)"
                let count = seen[name, default: 0]
                seen[name] = count + 1
                collect(element, "\(path)[\(name)\(count == 0 ? "" : "#\(count + 1)")]", into: &found)
            }
            // Their order may mean something, as that of queues does.
            if elements.count > 1 {
                let names = elements.enumerated().map { $1.name ?? "\($0)" }
                found.append(("\(path)[]", "in this order: \(names.joined(separator: ", "))"))
            }
        }
    }

    private static func text(_ node: ConfigurationNode) -> String {
        switch node.content {
        case .scalar(let text, let quoted): quoted ? "\"\(text)\"" : text
        case .list(let elements): "[\(elements.map(text).joined(separator: ", "))]"
        case .mapping(let members):
            "{\(members.map { "\($0.key): \(text($0.value))" }.joined(separator: ", "))}"
        }
    }
}

extension ConfigurationNode {
    fileprivate var isMapping: Bool {
        if case .mapping = content { true } else { false }
    }

    /// What an element of a list is called by.
    fileprivate var name: String? {
        guard case .mapping(let members) = content else { return nil }
        for key in ["name", "field"] {
            let value = members.first { $0.key == key }?.value
            if case .scalar(let text, _)? = value?.content { return text }
        }
        return nil
    }
}
