// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// The name of a list: a queue, or one value's share of a partitioned queue.
///
/// Written `queue` or `queue/value` with the value percent-encoded: every byte but `A-Z a-z 0-9 - . _ ~` is `%XX`.
public struct ListName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The value of an account whose `partition_by` field is absent or empty.
    public static let unassigned = "unassigned"

    /// The queue's name.
    public let queue: String
    /// The value of the `partition_by` field, as it is; nil for a queue that is one list.
    public let value: String?
    /// The name as it is written in keys and records; ASCII.
    public let text: String

    /// The list of `queue` for `value`.
    public init(queue: String, value: String? = nil) {
        self.queue = queue
        self.value = value
        text = value.map { "\(queue)/\(Self.percentEncoded($0))" } ?? queue
    }

    /// The list that `text` names; nil where it is not exactly what a list's name looks like.
    public init?(parsing text: String) {
        let bytes = Array(text.utf8)
        let end = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
        guard end > 0, bytes[..<end].allSatisfy(Self.isQueueNameByte) else { return nil }
        let queue = String(decoding: bytes[..<end], as: UTF8.self)
        guard end < bytes.endIndex else {
            self.init(queue: queue)
            return
        }
        guard let value = Self.percentDecoded(bytes[(end + 1)...]), !value.isEmpty else { return nil }
        self.init(queue: queue, value: value)
        guard self.text.utf8.elementsEqual(bytes) else { return nil }
    }

    /// The name as it is written.
    public var description: String { text }

    /// Whether the names are written alike.
    public static func == (left: ListName, right: ListName) -> Bool {
        left.text == right.text
    }

    /// Whether `left` comes first: by queue, then by name, in byte order.
    public static func < (left: ListName, right: ListName) -> Bool {
        if left.queue != right.queue {
            return left.queue.utf8.lexicographicallyPrecedes(right.queue.utf8)
        }
        return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// Hashes the name as it is written.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }

    private static func percentEncoded(_ value: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func percentDecoded(_ text: ArraySlice<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] != UInt8(ascii: "%") {
                bytes.append(text[index])
                index += 1
                continue
            }
            guard index + 2 < text.endIndex, let high = hexadecimal(text[index + 1]),
                let low = hexadecimal(text[index + 2])
            else { return nil }
            bytes.append(high << 4 | low)
            index += 3
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            false
        }
    }

    private static func isQueueNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default:
            false
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
