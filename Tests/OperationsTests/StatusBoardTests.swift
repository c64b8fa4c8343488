// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@testable import Operations

@Suite struct StatusBoardTests {
    @Test func `a process is ready when every stage is, and says of each why not`() {
        let board = StatusBoard(stages: ["ingest", "rank", "merge"], at: 0)
        #expect(!board.snapshot.isReady)
        board.publish(StageHealth(state: .running), of: "ingest")
        board.publish(StageHealth(state: .running, reasons: ["no broker answers"]), of: "rank")
        board.publish(
            StageHealth(state: .restoring, restore: RestoreProgress(done: 1, total: 3)),
            of: "merge"
        )
        #expect(
            board.snapshot.reasonsNotReady == [
                "rank: no broker answers", "merge: restoring its state: 1 of 3 records",
            ]
        )
        board.publish(StageHealth(state: .running), of: "rank")
        board.publish(StageHealth(state: .running), of: "merge")
        #expect(board.snapshot.isReady)
        #expect(board.snapshot.reasonsNotReady == [])
    }

    @Test(arguments: StageState.allCases) func `a stage that does not run is never ready and says so`(
        state: StageState
    ) {
        let status = StageHealth(state: state)
        #expect(status.isReady == (state == .running))
        #expect(status.reasonsNotReady.isEmpty == (state == .running))
    }

    @Test func `a loop is stuck after the bound, unless its stage has ended`() {
        let board = StatusBoard(stages: ["ingest", "rank"], at: 1_000)
        board.turned("rank", at: 5_000)
        #expect(board.snapshot.stuckStages(at: 11_000, bound: 10_000).map(\.name) == [])
        #expect(board.snapshot.stuckStages(at: 11_001, bound: 10_000).map(\.name) == ["ingest"])
        #expect(board.snapshot.stuckStages(at: 15_001, bound: 10_000).map(\.name) == ["ingest", "rank"])
        board.publish(StageHealth(state: .stopped), of: "ingest")
        #expect(board.snapshot.stuckStages(at: 15_001, bound: 10_000).map(\.name) == ["rank"])
    }

    @Test func `lag is what lies between position and end, never less than nothing`() {
        func partition(_ next: Int64, _ end: Int64?) -> PartitionStatus {
            PartitionStatus(topic: "t", partition: 0, nextOffset: next, endOffset: end)
        }
        #expect(partition(3, 10).lag == 7)
        #expect(partition(11, 10).lag == 0)
        #expect(partition(3, nil).lag == nil)
        #expect(partition(.min, .max).lag == nil)
        let status = StageHealth(partitions: [partition(3, 10), partition(3, nil), partition(0, .max)])
        #expect(status.lag == .max)
    }

    @Test func `a name the board does not know changes nothing`() {
        let board = StatusBoard(stages: ["rank"], at: 0)
        let before = board.snapshot
        board.publish(StageHealth(state: .failed), of: "ranking")
        board.turned("ranking", at: 5)
        #expect(board.snapshot == before)
    }
}
