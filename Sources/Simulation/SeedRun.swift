// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import SimulatedTransport

/// One seed of the simulation from beginning to verdict.
package struct SeedRun {
    /// How many rounds of trouble a seed has.
    package static let rounds = 450

    package let seed: UInt64
    /// All that is wrong; empty when nothing is.
    package let faults: [String]
    /// How often something happened: a crash, a list, and so on.
    package let events: [String: Int]
    /// A digest of everything committed: the same whenever and wherever the seed is run.
    package let digest: UInt64

    /// Runs `seed`, and checks what it left behind.
    package init(seed: UInt64, rounds: Int = Self.rounds) {
        self.seed = seed
        let deployment = SimulatedDeployment(seed: seed)
        var faults: [String] = []
        if !deployment.run(rounds: rounds) {
            faults.append("the deployment does not come to rest\n\(deployment.standing)")
        }
        do {
            faults += try DeploymentChecker.faults(of: deployment)
        } catch {
            faults.append("a committed record cannot be read: \(error)")
        }
        self.faults = faults
        (events, digest) = (deployment.events, deployment.digest)
    }

    /// The one command that runs the seed again.
    package var replay: String { "make simulate SEED=\(seed)" }

    /// What failed, for people; nil if nothing did.
    package var failure: String? {
        guard !faults.isEmpty else { return nil }
        return "seed \(seed): \(faults.count) faults; replay with\n    \(replay)\n"
            + faults.prefix(5).joined(separator: "\n")
    }
}

extension SimulatedDeployment {
    /// A digest (FNV-1a) of all records ever committed, in order of topic, partition and offset.
    fileprivate var digest: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        let names = Self.names
        let topics = [
            names.journal, names.aliases, names.deadLetters, names.state, names.candidates, names.queues,
            names.entries, names.changes,
        ]
        for topic in topics {
            for place in cluster.partitions(of: topic) {
                for (offset, _, record) in cluster.history(of: place) {
                    add("\(offset)".utf8)
                    add(record.key ?? [])
                    add(record.value ?? [])
                }
            }
        }
        return hash
    }
}
