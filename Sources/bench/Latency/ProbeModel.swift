// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import ConfigurationFiles
internal import Events
internal import Foundation

/// The shipped model with one more kind and one more queue, in which each signal of the kind can be recognized.
///
/// A newer signal counts more than those before it, so that it comes first among the reasons, and the list is
/// published for it.
enum ProbeModel {
    /// The kind, and the queue.
    static let name = "probe"
    /// How many accounts get such signals.
    static let accounts = 40

    /// The model file.
    static var content: [UInt8] {
        let shipped = String(decoding: DefaultModel.content, as: UTF8.self)
        let kind = "\nkinds:\n  \(name): {weight: 10, half_life: 30s, cap: 60}\n"
        let queue = """

              - name: \(name)
                where: [{field: signal_kinds, has_any: [\(name)]}]
                size: \(accounts)
                min_urgency: 0
                hysteresis: 0

            """
        return Array((shipped.replacing("\nkinds:\n", with: kind, maxReplacements: 1) + queue).utf8)
    }
    /// A signal of the kind, about one of the accounts in turn.
    static func signal(_ number: Int, at time: Timestamp) -> Event {
        Event(
            id: "probe-\(time.milliseconds)-\(number)",
            source: "bench/probes",
            account: AccountID(domain: "probe-\(number % accounts).com"),
            time: time,
            recordedTime: time,
            payload: .signal(Signal(kind: name))
        )
    }
}
