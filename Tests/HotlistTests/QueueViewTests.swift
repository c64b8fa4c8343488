// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Ranking
import Testing

@testable import hotlist

@Suite struct QueueViewTests {
    private let lists: [PublishedList] = [
        .of("call-today", [.of("zeta.com", 9900)]),
        .of("outbound", for: "maria", [.of("acme.com", 9018), .of("dyn.io", 4000)]),
        .of(
            "outbound",
            for: "tomas",
            asOf: nine + 250,
            [.of("beta.de", 9500), .of("core.fr", 4000, latest: nine + 1)]
        ),
    ]

    @Test func `the lists of a queue are one list in ranking order`() {
        let view = QueueView("outbound", of: lists)
        // Equal urgencies: the later signal comes first.
        #expect(view.accounts.map(\.domain) == ["beta.de", "acme.com", "core.fr", "dyn.io"])
        #expect(view.rows.map(\.rank) == [1, 2, 3, 4])
        #expect(view.rows.map(\.value) == ["tomas", "maria", "tomas", "maria"])
        #expect(view.asOf == Timestamp(milliseconds: nine + 250))
        #expect(view.listCount == 2)
    }

    @Test func `one list is itself, without the column of its value`() {
        let view = QueueView("outbound/maria", of: lists)
        #expect(view.accounts.map(\.domain) == ["acme.com", "dyn.io"])
        #expect(view.rows.map(\.value) == [nil, nil])
        #expect(QueueView("call-today", of: lists).rows.map(\.value) == [nil])
    }

    @Test func `accounts that are alike stand in the order of their names`() {
        let view = QueueView(
            "q",
            of: [.of("q", for: "b", [.of("b.com", 1)]), .of("q", for: "a", [.of("a.com", 1)])]
        )
        #expect(view.accounts.map(\.domain) == ["a.com", "b.com"])
    }

    @Test func `the newest record of a list replaces it, and a tombstone removes it`() {
        var published = PublishedLists()
        let hasChanged = published.apply([])
        #expect(!hasChanged)
        for list in lists { published.apply([update(list)]) }
        #expect(published.queues == ["call-today", "outbound"])
        published.apply([update(.of("outbound", for: "maria", sequence: 2, []))])
        #expect(published.lists.map(\.list.text) == ["call-today", "outbound/maria", "outbound/tomas"])
        #expect(published.lists[1].sequence == 2)
        published.apply([QueueReader.Update(name: "call-today", list: nil, bytes: [])])
        #expect(published.queues == ["outbound"])
        #expect(published.records["call-today"] == nil)
        #expect(published.selected(by: "outbound").count == 2)
        #expect(published.selected(by: "outbound/tomas").count == 1)
        #expect(published.selected(by: "outbnd").isEmpty)
    }

    private func update(_ list: PublishedList) -> QueueReader.Update {
        QueueReader.Update(name: list.list.text, list: list, bytes: list.encoded())
    }
}
