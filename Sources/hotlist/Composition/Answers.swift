// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import JSON
import Pipeline
import Ranking
import Scoring

/// The JSON that HTTP answers with.
enum Answers {
    /// All queues of the active model with their lists.
    static func queues(_ lists: [PublishedList], model: Model?) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("model")
        if let model { writer.string(model.digest) } else { writer.null() }
        writer.key("queues")
        writer.beginArray()
        for queue in model?.queues ?? [] {
            writer.beginObject()
            writer.key("queue")
            writer.string(queue.name)
            writer.key("size")
            writer.integer(Int64(queue.size))
            writer.key("lists")
            writer.beginArray()
            for list in lists where list.list.queue == queue.name {
                writer.beginObject()
                writer.key("list")
                writer.string(list.list.text)
                writer.key("entries")
                writer.integer(Int64(list.entries.count))
                writer.key("as_of")
                writer.string(list.asOf.description)
                writer.key("sequence")
                writer.integer(list.sequence)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// What is known of an account at `time`, and why it is or is not in each queue; nil if nothing is.
    static func account(
        _ account: AccountID,
        _ table: AccountTable,
        model: Model,
        at time: Timestamp
    ) -> [UInt8]? {
        guard let index = table.index(of: account), let explanation = table.explanation(of: account, at: time)
        else { return nil }
        let verdicts = QueueVerdict.verdicts(on: index, in: table, model: model, asOf: time)
        return ExplanationDocument.encoded(explanation, verdicts: verdicts, model: model)
    }
}
