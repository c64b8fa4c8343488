// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import ConfigurationFiles
internal import Events
internal import Pipeline
internal import Ranking
internal import Scoring
internal import Workload

/// What a tick costs while events keep coming, all in memory, and each step by itself.
///
/// The standard workload is on four journal partitions, an even part of it between two ticks, with the model that
/// `latency` is measured with.
struct LoadFigures {
    /// The steps of a tick, in order.
    private enum Step: Int, CaseIterable {
        case select, plan, apply, merge

        var name: String {
            switch self {
            case .select: "rank selects"
            case .plan: "rank writes candidates"
            case .apply: "merge reads candidates"
            case .merge: "merge writes lists"
            }
        }
    }

    let workload: StandardWorkload
    let size: StandardWorkload.Size

    private static let partitions: Int32 = 4
    private static let eventsPerTick = 5_000
    private static let probesPerTick = 50
    private static let interval: Int64 = 250
    private static let warmUpTicks = 20
    private static let ticks = 40

    /// For each step the processor time of the tick in the middle.
    func measure(_ tell: (String) -> Void) throws -> [Figure] {
        let model = try Model(file: "model.yaml", bytes: ProbeModel.content)
        tell("ticks after \(Self.eventsPerTick) events each")
        let models = ModelsInUse(active: model)
        let policy = PublishPolicy(refreshInterval: 0)
        var partitions = (0..<Self.partitions).map { _ in RankedAccounts(model) }
        var sent = (0..<Self.partitions).map { SentLists(partition: Int($0)) }
        var state = MergeState(journalPartitions: Int(Self.partitions))
        var decoder = JournalDecoder()
        var event = JournalEvent()
        var times: [[Double]] = Step.allCases.map { _ in [] }
        func time(_ step: Step, _ body: () throws -> Void) rethrows {
            times[step.rawValue].append(try Timing.of(body).processor)
        }

        for tick in 0..<Self.warmUpTicks + Self.ticks {
            let asOf = Timestamp(milliseconds: size.end.milliseconds + Int64(tick) * Self.interval)
            for number in 0..<Self.probesPerTick {
                let probe = ProbeModel.signal(tick * Self.probesPerTick + number, at: asOf)
                let key = probe.account.domain.utf8.span
                let partition = Murmur2Partitioner.partition(key: key, count: Self.partitions)
                partitions[Int(partition)].fold(probe)
            }
            for number in 0..<Self.eventsPerTick {
                let range = workload.range(of: (tick * Self.eventsPerTick + number) % workload.count)
                try decoder.decode(workload.bytes.span.extracting(range), into: &event)
                let partition = Murmur2Partitioner.partition(
                    key: event.account.domain.utf8.span,
                    count: Self.partitions
                )
                partitions[Int(partition)].fold(event)
            }
            var lists: [[RankedList]] = []
            var records: [QueueRecord] = []
            time(.select) {
                for place in partitions.indices { lists.append(partitions[place].lists(asOf: asOf)) }
            }
            time(.plan) {
                for place in sent.indices {
                    let plan = sent[place].plan(
                        lists[place],
                        model: model,
                        asOf: asOf,
                        foldOffset: 0,
                        policy: policy
                    )
                    records += plan.records
                    sent[place] = plan.committed
                }
            }
            try time(.apply) {
                for record in records { _ = try state.apply(key: record.key, value: record.value) }
            }
            time(.merge) {
                state.confirm(state.plan(models: models, policy: policy))
            }
        }
        return Step.allCases.map { step in
            let values = times[step.rawValue].suffix(Self.ticks).sorted()
            return Figure(name: step.name, value: values[values.count / 2] * 1e3, unit: "ms")
        }
    }
}
