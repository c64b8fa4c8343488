// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Pipeline
import SimulatedTransport

/// One stage loop of a simulated process, whatever its stage.
protocol SimulatedLoop: AnyObject {
    var status: StageStatus { get }
    var report: StageReport { get }
    func step() throws(StageExit)
    func stop() throws(StageExit)
    func setFaults(_ faults: SimulatedFaults)
}

/// The loop of one stage on the simulated cluster.
final class StageLoopOnCluster<Work: Stage & ~Copyable>: SimulatedLoop {
    private var driver: StageDriver<Work, SimulatedTransport, SimulatedClock>

    init(
        _ stage: consuming Work,
        _ transport: SimulatedTransport,
        _ clock: SimulatedClock,
        _ settings: StageDriverSettings
    ) {
        driver = StageDriver(stage: stage, transport: transport, clock: clock, settings: settings)
    }

    var status: StageStatus { driver.status }
    var report: StageReport { driver.stage.report }
    func step() throws(StageExit) { try driver.step() }
    func stop() throws(StageExit) { try driver.stop() }
    func setFaults(_ faults: SimulatedFaults) { driver.withTransport { $0.faults = faults } }
    func withStage<Result>(_ body: (inout Work) -> Result) -> Result { driver.withStage(body) }
}
