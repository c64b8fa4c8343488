// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import JSON
public import Scoring

extension ListName {
    /// How many bytes of a value tell lists apart; what follows is cut off, as keys have a limit.
    static let valueLimit = 128

    /// The list of `queue` that an account of this profile belongs to.
    public init(of queue: Queue, for profile: Profile) {
        self.init(queue: queue.name, value: Self.value(of: queue, for: profile))
    }

    /// The value of the list of `queue` that an account of this profile belongs to; nil if the queue is one list.
    static func value(of queue: Queue, for profile: Profile) -> String? {
        guard let field = queue.partitionBy else { return nil }
        let value = field == "stage" ? profile.stage : profile[field: field]
        let text = value.map(Self.text(of:)) ?? ""
        let cut = CutText.prefix(of: text, bytes: valueLimit)
        return cut.isEmpty ? unassigned : cut
    }

    /// `number` in its shortest form, whole numbers without a fraction.
    static func text(of number: Double) -> String {
        var writer = JSONWriter()
        writer.number(number)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The text that stands for `value`: of a set, its first word in byte order.
    private static func text(of value: AttributeValue) -> String {
        switch value {
        case .string(let text): text
        case .number(let number): text(of: number)
        case .boolean(let boolean): boolean ? "true" : "false"
        case .strings(let words): words.min { $0.utf8.lexicographicallyPrecedes($1.utf8) } ?? ""
        }
    }
}
