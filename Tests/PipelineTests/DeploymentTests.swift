// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Simulation
import Testing

/// A fixed number of seeds of the simulation; `make simulate` runs more.
@Suite struct DeploymentTests {
    @Test(arguments: 0..<60 as Range<UInt64>)
    func `whatever happens, every record counts once and every change is published once`(seed: UInt64) {
        let failure = SeedRun(seed: seed).failure
        #expect(failure == nil, "\(failure ?? "")")
    }

    @Test func `a seed has one history`() {
        let (first, second) = (SeedRun(seed: 3), SeedRun(seed: 3))
        #expect(first.digest == second.digest)
        #expect(first.events == second.events)
        #expect(first.digest != SeedRun(seed: 4).digest)
    }
}
