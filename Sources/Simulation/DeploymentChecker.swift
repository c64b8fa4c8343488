// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

package import Pipeline
import Ranking
import ReferenceModel
package import SimulatedTransport

/// Compares what a simulated deployment committed with what its vendor records ask for.
///
/// It reads every topic with code of its own: nothing that it expects comes from the stages.
package struct DeploymentChecker {
    let cluster: SimulatedCluster
    let counts: PartitionCounts
    let vendor: VendorStream
    let instantsMayGoBack: Bool
    let names = SimulatedDeployment.names
    let rules = ReferenceRules(SimulatedModel.model)
    let modelDigest = SimulatedModel.model.digest
    private(set) var faults: [String] = []

    /// All that is wrong with a deployment at rest; empty when nothing is.
    package static func faults(of deployment: SimulatedDeployment) throws -> [String] {
        deployment.complaints
            + (try faults(
                of: deployment.cluster,
                deployment.counts,
                deployment.vendor,
                instantsMayGoBack: deployment.instantsMayGoBack
            ))
    }

    /// All that is wrong with what stands on `cluster` after the records of `vendor`.
    package static func faults(
        of cluster: SimulatedCluster,
        _ counts: PartitionCounts,
        _ vendor: VendorStream,
        instantsMayGoBack: Bool = false
    ) throws -> [String] {
        var checker = DeploymentChecker(
            cluster: cluster,
            counts: counts,
            vendor: vendor,
            instantsMayGoBack: instantsMayGoBack
        )
        try checker.checkJournal()
        checker.checkAliases()
        try checker.checkSends()
        let published = try PublishedTopics(cluster, SimulatedDeployment.names)
        try checker.checkLists(published)
        checker.checkEntries(published)
        checker.checkChanges(published)
        return checker.faults
    }

    private init(
        cluster: SimulatedCluster,
        counts: PartitionCounts,
        vendor: VendorStream,
        instantsMayGoBack: Bool
    ) {
        self.cluster = cluster
        self.counts = counts
        self.vendor = vendor
        self.instantsMayGoBack = instantsMayGoBack
    }

    mutating func expect(_ holds: Bool, _ fault: @autoclosure () -> String) {
        if !holds { faults.append(fault()) }
    }

    mutating func expectTime(_ next: Int64, _ last: Int64, _ place: String) {
        expect(instantsMayGoBack || next >= last, "\(place): as_of goes back from \(last) to \(next)")
    }

    /// The committed journal, as a straightforward reader has it.
    func journal() -> [[ReferenceRanking.Record]] {
        cluster.partitions(of: names.journal).map { place in
            cluster.history(of: place).map {
                ReferenceRanking.Record(offset: $0.offset, value: $0.record.value ?? [])
            }
        }
    }
}
