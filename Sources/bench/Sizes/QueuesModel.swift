// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import ConfigurationFiles
internal import Ranking

/// The shipped model with as many queues as are asked for.
enum QueuesModel {
    /// How many accounts a queue holds.
    static let size = 200

    /// The model; its queues differ in the least urgency and in the kinds of signals.
    static func model(queues count: Int) throws -> Model {
        let shipped = String(decoding: DefaultModel.content, as: UTF8.self)
        let head = shipped.split(separator: "\nqueues:", maxSplits: 1)[0]
        let kinds = ["engagement", "funding", "job_post", "tech_change"]
        let queues = (0..<count).map { number in
            """
              - name: queue-\(number)
                where: [{field: signal_kinds, has_any: [\(kinds[number % kinds.count])]}]
                size: \(size)
                min_urgency: \(number % 5)
                hysteresis: 0.05

            """
        }
        let text = head + "\nqueues:\n" + queues.joined()
        return try Model(file: "model.yaml", bytes: Array(text.utf8))
    }
}
