// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import DaemonProcesses
import Testing

@Suite struct DaemonMetricsTests {
    private let metrics = DaemonMetrics(
        """
        # HELP hotlist_records_consumed_total Records taken from a topic.
        # TYPE hotlist_records_consumed_total counter
        hotlist_records_consumed_total{stage="ingest",topic="a"} 5
        hotlist_records_consumed_total{stage="ingest",topic="b"} 7
        hotlist_records_consumed_total{stage="rank",topic="a"} 100
        hotlist_ready 1
        hotlist_ready_for_more 2
        """
    )

    @Test func `series with the labels are added up`() {
        #expect(metrics.sum("hotlist_records_consumed_total", ["stage": "ingest"]) == 12)
        #expect(metrics.sum("hotlist_records_consumed_total", ["stage": "ingest", "topic": "b"]) == 7)
        #expect(metrics.sum("hotlist_records_consumed_total") == 112)
    }

    @Test func `a name that another one begins with is not taken for it`() {
        #expect(metrics.sum("hotlist_ready") == 1)
    }

    @Test func `what is not there has no sum`() {
        #expect(metrics.sum("hotlist_accounts") == nil)
        #expect(metrics.sum("hotlist_records_consumed_total", ["stage": "merge"]) == nil)
    }
}
