// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Testing

@testable import hotlist

@Suite struct RankMovesTests {
    private func accounts(_ names: String...) -> [AccountID] {
        names.map(AccountID.init(domain:))
    }

    @Test func `the first list has no moves`() {
        var moves = RankMoves(span: 10_000)
        moves.observe(accounts("a", "b"), at: 0)
        #expect(moves.move(of: AccountID(domain: "a"), at: 1) == .unchanged)
    }

    @Test func `moves are told in ranks, and who was not there is new`() {
        var moves = RankMoves(span: 10_000)
        moves.observe(accounts("a", "b", "c"), at: 0)
        moves.observe(accounts("c", "a", "d", "b"), at: 1000)
        #expect(moves.move(of: AccountID(domain: "c"), at: 1) == .up(2))
        #expect(moves.move(of: AccountID(domain: "a"), at: 2) == .down(1))
        #expect(moves.move(of: AccountID(domain: "d"), at: 3) == .entered)
        #expect(RankMove.up(2).text == "▲2")
        #expect(RankMove.down(1).text == "▼1")
    }

    @Test func `a move is shown for the span and not longer`() {
        var moves = RankMoves(span: 10_000)
        moves.observe(accounts("a", "b"), at: 0)
        moves.observe(accounts("b", "a"), at: 5000)
        moves.observe(accounts("b", "a"), at: 14_999)
        #expect(moves.move(of: AccountID(domain: "b"), at: 1) == .up(1))
        moves.observe(accounts("b", "a"), at: 15_000)
        #expect(moves.move(of: AccountID(domain: "b"), at: 1) == .unchanged)
    }

    @Test func `two moves within the span are added up`() {
        var moves = RankMoves(span: 10_000)
        moves.observe(accounts("a", "b", "c"), at: 0)
        moves.observe(accounts("a", "c", "b"), at: 4000)
        moves.observe(accounts("c", "a", "b"), at: 8000)
        #expect(moves.move(of: AccountID(domain: "c"), at: 1) == .up(2))
        // The list of 0 has been replaced for ten seconds at 14 000: only the second move is left.
        moves.observe(accounts("c", "a", "b"), at: 14_000)
        #expect(moves.move(of: AccountID(domain: "c"), at: 1) == .up(1))
    }
}
