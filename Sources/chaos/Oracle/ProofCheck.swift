// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import DaemonProcesses
import Foundation

/// Holds what was published against what `hotlist verify` and `hotlist replay` compute from the journal.
struct ProofCheck {
    let deployment: ChaosDeployment
    let program: HotlistProgram

    /// Proves every publication that is still in the log; returns what does not hold, and how many were proved.
    func verify() throws -> (findings: [String], proved: Int) {
        let outcome = try program.run(
            ["verify", "--config", deployment.configurationPath, "--format", "json"],
            in: deployment.directory
        )
        let lines = outcome.output.split(separator: 10)
        let summary = lines.last.flatMap { try? JSONSerialization.jsonObject(with: $0) } as? [String: Any]
        let proved = (summary?["proved"] as? NSNumber)?.intValue ?? 0
        if outcome.status == 0, summary?["verified"] as? Bool == true { return ([], proved) }
        let findings = lines.dropLast().prefix(10).map { String(decoding: $0.prefix(600), as: UTF8.self) }
        let last = outcome.errors.split(separator: "\n").last.map(String.init) ?? ""
        return (["verify ended with \(outcome.status): \(last)"] + findings, proved)
    }

    /// Replays the journal to the instants of the lists; returns how many equal it, and what differs.
    func replay(
        _ recorder: TopicRecorder,
        after instant: String
    ) throws -> (findings: [String], equal: Int) {
        let instants = recorder.look { observations in
            Set(
                observations.settled.values.filter { ChaosModel.replayable.contains($0.queue) }
                    .compactMap(\.commonInstant)
            )
        }
        var (findings, equal): ([String], Int) = ([], 0)
        for moment in instants.sorted() {
            guard moment > instant else {
                findings.append("a list was last published at one instant at \(moment), before all was read")
                continue
            }
            let outcome = try program.run(
                [
                    "replay", "--config", deployment.configurationPath, "--as-of", moment, "--format", "json",
                    recorder.journalPath,
                ],
                in: deployment.directory
            )
            guard outcome.status == 0 else {
                findings.append("replay ended with \(outcome.status): \(outcome.errors.suffix(400))")
                continue
            }
            let lines = outcome.output.split(separator: 10).map { Array($0) }
            let (differing, same) = recorder.look { Self.compare(lines, $0, at: moment) }
            findings += differing
            equal += same
        }
        return (findings, equal)
    }

    private static func compare(
        _ lines: [[UInt8]],
        _ observations: Observations,
        at moment: String
    ) -> ([String], Int) {
        var replayed: [String: ListPublication] = [:]
        for line in lines {
            if let list = ListPublication(line) { replayed[list.list] = list }
        }
        var (findings, equal): ([String], Int) = ([], 0)
        for (name, list) in observations.settled.sorted(by: { $0.key < $1.key })
        where ChaosModel.replayable.contains(list.queue) && list.commonInstant == moment {
            let published = list.members.map(entry)
            let computed = replayed.removeValue(forKey: name)?.members.map(entry) ?? []
            if published == computed {
                equal += 1
            } else {
                let place = zip(published, computed).prefix { $0 == $1 }.count
                let (one, other) = (place < published.count, place < computed.count)
                findings.append(
                    """
                    \(name) at \(moment), rank \(place + 1): published \(one ? published[place] : "nothing"), \
                    replayed \(other ? computed[place] : "nothing")
                    """
                )
            }
        }
        for (name, list) in replayed.sorted(by: { $0.key < $1.key })
        where ChaosModel.replayable.contains(list.queue) && !list.members.isEmpty
            && observations.settled[name] == nil
        {
            findings.append("\(name) is not published, and a replay has \(list.members.count) accounts in it")
        }
        return (findings, equal)
    }

    /// An entry but for `entered_at`, which no replay knows.
    private static func entry(_ member: ListPublication.Member) -> String {
        var object = member.object
        object["entered_at"] = nil
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}
