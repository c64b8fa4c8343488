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
    let activations: [SimulatedDeployment.Activation]
    /// What the journal says under each model, as far as it was asked for.
    private var references: [String: ReferenceRanking] = [:]
    private(set) var faults: [String] = []

    /// All that is wrong with a deployment at rest; empty when nothing is.
    package static func faults(of deployment: SimulatedDeployment) throws -> [String] {
        var checker = DeploymentChecker(
            cluster: deployment.cluster,
            counts: deployment.counts,
            vendor: deployment.vendor,
            instantsMayGoBack: deployment.instantsMayGoBack,
            activations: deployment.activations
        )
        try checker.checkAll()
        for snapshot in deployment.snapshots { try checker.check(snapshot) }
        return deployment.complaints + checker.faults
    }

    /// All that is wrong with what stands on `cluster` after the records of `vendor`, under one model.
    package static func faults(
        of cluster: SimulatedCluster,
        _ counts: PartitionCounts,
        _ vendor: VendorStream
    ) throws -> [String] {
        var checker = DeploymentChecker(
            cluster: cluster,
            counts: counts,
            vendor: vendor,
            instantsMayGoBack: false,
            activations: [.init(digest: SimulatedModel.model.digest, time: .min)]
        )
        try checker.checkAll()
        return checker.faults
    }

    private mutating func checkAll() throws {
        try checkJournal()
        checkAliases()
        try checkSends()
        let published = try PublishedTopics(cluster, SimulatedDeployment.names)
        try checkLists(published)
        checkEntries(published)
        checkChanges(published)
    }

    private init(
        cluster: SimulatedCluster,
        counts: PartitionCounts,
        vendor: VendorStream,
        instantsMayGoBack: Bool,
        activations: [SimulatedDeployment.Activation]
    ) {
        self.cluster = cluster
        self.counts = counts
        self.vendor = vendor
        self.instantsMayGoBack = instantsMayGoBack
        self.activations = activations
    }

    /// What the journal says under a model; nil if there is no such model.
    mutating func reference(_ digest: String) throws -> ReferenceRanking? {
        if let known = references[digest] { return known }
        guard let model = SimulatedModel.model(digest) else { return nil }
        let reference = try ReferenceRanking(ReferenceRules(model), journal())
        references[digest] = reference
        return reference
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
