// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import Ranking
import Simulation
import Testing

/// What simulated deployments publish is proved, and what is altered afterwards is not.
@Suite struct SimulatedProofTests {
    @Test(arguments: 0..<12 as Range<UInt64>)
    func `everything that a deployment in trouble ever published follows from its journal`(seed: UInt64) {
        let deployment = SimulatedDeployment(seed: seed)
        #expect(deployment.run(rounds: 300), "seed \(seed) does not come to rest")
        let result = SimulatedProof(deployment.cluster, SimulatedDeployment.names).run()
        #expect(result.lists > 20)
        #expect(result.proved == result.lists, "seed \(seed)")
        let findings = result.findings.prefix(3).map(\.description).joined(separator: "\n")
        #expect(result.findings.isEmpty, "seed \(seed)\n\(findings)")
    }
}
