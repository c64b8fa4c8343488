import SimulatedTransport
import Pipeline
import Ranking
import Scoring
import Events
import JSON
extension SimulatedDeployment {
    package func dump(_ account: String) {
        for place in cluster.partitions(of: Self.names.journal) {
            for (offset, time, record) in cluster.history(of: place) where record.keyText == account {
                print("J \(place.partition)@\(offset) \(time) \(String(decoding: record.value ?? [], as: UTF8.self))")
            }
            print("offsets", cluster.offsetHistory(place, of: "hotlist.rank"))
        }
        for place in cluster.partitions(of: Self.names.state) {
            for (offset, time, record) in cluster.history(of: place) {
                if record.keyText == "#partition" {
                    let r = try? PartitionRecord(encoded: record.value ?? [])
                    print("P \(place.partition)@\(offset) t\(time) send \(r?.send ?? 0) fold \(r?.foldOffset ?? 0) asOf \(r?.asOf.milliseconds ?? 0) fp \(r?.fingerprint ?? "")")
                } else if record.keyText.hasSuffix("|" + account) {
                    let s = record.value.flatMap { try? AccountState(account: AccountID(domain: account), encoded: $0) }
                    print("S \(place.partition)@\(offset) t\(time) \(record.keyText) ft \(s?.memory.foldedThrough ?? -99) signals \(s?.memory.signals.count ?? -1) counted \(s?.accumulators.map(\.counted) ?? [])")
                }
            }
        }
    }
}
