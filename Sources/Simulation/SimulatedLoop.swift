// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

package import Pipeline
package import SimulatedTransport

/// One stage loop of a simulated process, whatever its stage.
package protocol SimulatedLoop: AnyObject {
    var status: StageStatus { get }
    var report: StageReport { get }
    func step() throws(StageExit)
    func stop() throws(StageExit)
    func setFaults(_ faults: SimulatedFaults)
}

/// The loop of one stage on the simulated cluster.
package final class StageLoopOnCluster<Work: Stage & ~Copyable>: SimulatedLoop {
    private var driver: StageDriver<Work, SimulatedTransport, SimulatedClock>

    init(
        _ stage: consuming Work,
        _ transport: SimulatedTransport,
        _ clock: SimulatedClock,
        cache: SimulatedDisk? = nil,
        _ settings: StageDriverSettings
    ) {
        driver = StageDriver(
            stage: stage,
            transport: transport,
            clock: clock,
            cache: cache,
            settings: settings
        )
    }

    package var status: StageStatus { driver.status }
    package var report: StageReport { driver.stage.report }
    package func step() throws(StageExit) { try driver.step() }
    package func stop() throws(StageExit) { try driver.stop() }
    package func setFaults(_ faults: SimulatedFaults) { driver.withTransport { $0.faults = faults } }
    package func withStage<Result>(_ body: (inout Work) -> Result) -> Result { driver.withStage(body) }
}
