// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Testing

/// Which seeds of the simulation to run: `HOTLIST_SEED=k` for one, `HOTLIST_SEEDS=n` for the first n.
enum SimulationSeeds {
    static let chosen: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        if let one = environment["HOTLIST_SEED"].flatMap(UInt64.init) { return [one] }
        return Array(0..<(environment["HOTLIST_SEEDS"].flatMap(UInt64.init) ?? 120))
    }()
}

@Suite struct DeploymentTests {
    @Test(arguments: SimulationSeeds.chosen)
    func `whatever happens, every record counts once and every change is published once`(seed: UInt64) throws
    {
        let deployment = SimulatedDeployment(seed: seed)
        let rests = deployment.run(rounds: 450)
        let replay = "HOTLIST_SEED=\(seed) swift test --filter DeploymentTests"
        #expect(rests, "the deployment does not come to rest; replay with\n\(replay)\n\(deployment.standing)")
        let faults = try DeploymentChecker.faults(of: deployment)
        #expect(
            faults.isEmpty,
            "\(faults.count) faults; replay with\n\(replay)\n\(faults.prefix(5).joined(separator: "\n"))"
        )
    }
}
