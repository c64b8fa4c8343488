// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Testing

@testable import Pipeline

/// The bytes of a partition's cache: what was written is read, and nothing else ever is.
@Suite struct StateCacheTests {
    private typealias Accounts = [String: String]

    private static let header = StateCacheHeader(
        applicationID: "hotlist",
        clusterID: "a-cluster",
        partition: 3,
        partitions: 12,
        foldFingerprint: "sha256:ab",
        founded: 1_795_132_800_000
    )

    private static func commit(_ number: Int64) -> StateCacheCommit {
        StateCacheCommit(stateOffset: 100 &* number, send: number, at: Timestamp(milliseconds: number))
    }

    /// The accounts of a cached state, the later of each in place of the earlier.
    private func accounts(of cached: CachedState) -> Accounts {
        var found: Accounts = [:]
        cached.forEachAccount { id, record in
            found[text(cached, id)] = record.map { text(cached, $0) }
        }
        return found
    }

    private func text(_ cached: CachedState, _ range: Range<Int>) -> String {
        String(decoding: cached.bytes[range], as: UTF8.self)
    }

    /// Three commits and accounts behind the last; the state after each commit by its number.
    private func small() -> (bytes: [UInt8], states: [Int64: Accounts]) {
        var writer = StateCacheWriter(Self.header)
        writer.append(account: Array("acme.com".utf8), state: Array("one".utf8))
        writer.append(account: Array("b.io".utf8), state: Array("x".utf8))
        writer.commit(Self.commit(1))
        writer.append(account: Array("acme.com".utf8), state: Array("another, longer one".utf8))
        writer.append(account: Array("b.io".utf8), state: nil)
        writer.append(account: Array("empty.dev".utf8), state: [])
        writer.commit(Self.commit(2))
        writer.commit(Self.commit(3))
        writer.append(account: Array("late.org".utf8), state: Array("not committed".utf8))
        let second = ["acme.com": "another, longer one", "empty.dev": ""]
        return (writer.takeBytes(), [1: ["acme.com": "one", "b.io": "x"], 2: second, 3: second])
    }

    /// Whether what is read of `bytes` is one of the states that were written, or nothing.
    private func isReal(_ bytes: [UInt8], _ states: [Int64: Accounts]) -> Bool {
        guard let cached = CachedState(reading: bytes) else { return true }
        return cached.header == Self.header && cached.commit == Self.commit(cached.commit.send)
            && states[cached.commit.send] == accounts(of: cached)
    }

    @Test func `what is committed is read, what stands behind it is not`() throws {
        let (bytes, states) = small()
        let cached = try #require(CachedState(reading: bytes))
        #expect(cached.header == Self.header)
        #expect(cached.commit == Self.commit(3))
        #expect(accounts(of: cached) == states[3])
        #expect(!cached.isWhole)
        #expect(StateCacheWriter(continuing: cached) == nil)
    }

    @Test func `accounts come in the order in which they were written`() throws {
        let cached = try #require(CachedState(reading: small().bytes))
        var order: [String] = []
        cached.forEachAccount { id, record in
            order.append("\(text(cached, id))=\(record.map { text(cached, $0) } ?? "none")")
        }
        #expect(cached.accountCount == 5)
        #expect(
            order == ["acme.com=one", "b.io=x", "acme.com=another, longer one", "b.io=none", "empty.dev="]
        )
    }

    @Test func `any changed byte leaves a state that was written, or none`() {
        let (bytes, states) = small()
        for offset in bytes.indices {
            for flip in [UInt8(1), 0x80, 0xFF, bytes[offset]] where flip != 0 {
                var damaged = bytes
                damaged[offset] ^= flip
                #expect(isReal(damaged, states), "byte \(offset) with \(flip)")
            }
        }
    }

    @Test func `a change before a commit makes that commit unread`() {
        // What was damaged must not only be no wrong state: it must be found.
        let (bytes, _) = small()
        var writer = StateCacheWriter(Self.header)
        writer.append(account: Array("acme.com".utf8), state: Array("one".utf8))
        writer.append(account: Array("b.io".utf8), state: Array("x".utf8))
        writer.commit(Self.commit(1))
        let first = writer.takeBytes().count
        for offset in 0..<first {
            var damaged = bytes
            damaged[offset] ^= 0x10
            #expect(CachedState(reading: damaged) == nil, "byte \(offset)")
        }
    }

    @Test func `a file cut anywhere holds a state that was written, or none`() {
        let (bytes, states) = small()
        var found: Set<Int64> = []
        for length in bytes.indices {
            let cut = Array(bytes.prefix(length))
            #expect(isReal(cut, states), "\(length) bytes")
            if let cached = CachedState(reading: cut) { found.insert(cached.commit.send) }
        }
        #expect(found == [1, 2, 3])
    }

    @Test func `blocks that are missing, zero or from elsewhere are found`() {
        let (bytes, states) = small()
        var other = StateCacheWriter(Self.header)
        other.append(account: Array("foreign.com".utf8), state: Array("one".utf8))
        other.commit(Self.commit(9))
        let foreign = other.takeBytes()
        for start in bytes.indices {
            let length = min(32, bytes.count - start)
            var zeros = bytes
            for offset in start..<start + length { zeros[offset] = 0 }
            #expect(isReal(zeros, states), "zeros at \(start)")
            var missing = bytes
            missing.removeSubrange(start..<start + length)
            #expect(isReal(missing, states), "missing at \(start)")
            // At 0 it is not damaged, but another cache as a whole.
            #expect(start == 0 || isReal(Array(bytes.prefix(start)) + foreign, states), "foreign at \(start)")
            // The frames of another file of the same header, and the same frames again.
            #expect(isReal(Array(bytes.prefix(start)) + foreign.dropFirst(100), states))
            #expect(isReal(bytes + bytes.dropFirst(start), states), "repeated from \(start)")
        }
    }

    @Test func `a cache is gone on with behind its last commit`() throws {
        var writer = StateCacheWriter(Self.header)
        writer.append(account: Array("acme.com".utf8), state: Array("one".utf8))
        writer.commit(Self.commit(1))
        let bytes = writer.takeBytes()
        let cached = try #require(CachedState(reading: bytes))
        #expect(cached.isWhole)
        var next = try #require(StateCacheWriter(continuing: cached))
        next.append(account: Array("b.io".utf8), state: Array("two".utf8))
        next.commit(Self.commit(2))
        let more = next.takeBytes()
        let both = try #require(CachedState(reading: bytes + more))
        #expect(both.commit == Self.commit(2))
        #expect(accounts(of: both) == ["acme.com": "one", "b.io": "two"])
        // Behind anything else these frames are not right.
        #expect(CachedState(reading: bytes + more + more)?.commit == Self.commit(2))
        #expect(CachedState(reading: bytes + more + more)?.isWhole == false)
    }

    @Test func `each field of the header tells caches apart`() throws {
        let changes: [(inout StateCacheHeader) -> Void] = [
            { $0.applicationID = "hotlis" }, { $0.clusterID = "tanother" }, { $0.partition = 4 },
            { $0.partitions = 13 }, { $0.foldFingerprint = "sha256:ac" }, { $0.founded += 1 },
        ]
        for change in changes {
            var header = Self.header
            change(&header)
            var writer = StateCacheWriter(header)
            writer.commit(Self.commit(1))
            let cached = try #require(CachedState(reading: writer.takeBytes()))
            #expect(cached.header == header)
            #expect(cached.header != Self.header)
        }
    }

    @Test func `nothing, noise and a header alone hold no state`() {
        #expect(CachedState(reading: []) == nil)
        #expect(CachedState(reading: [UInt8](repeating: 0, count: 4096)) == nil)
        #expect(CachedState(reading: Array("hotlist".utf8)) == nil)
        var writer = StateCacheWriter(Self.header)
        #expect(CachedState(reading: writer.takeBytes()) == nil)
    }

    @Test func `many frames of many accounts come back`() throws {
        let seed: UInt64 = 0x5EED_CAC4E
        var random = seed
        func next(_ limit: UInt64) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((random >> 33) % limit)
        }
        var writer = StateCacheWriter(Self.header)
        var bytes: [UInt8] = []
        var wanted: Accounts = [:]
        for number in 0..<20_000 {
            let account = "account\(next(9_000)).com"
            let state = next(10) == 0 ? nil : String(repeating: "s", count: next(300)) + "\(number)"
            wanted[account] = state
            writer.append(account: Array(account.utf8), state: state.map { Array($0.utf8) })
            if number % 7_000 == 0 { bytes += writer.takeBytes() }
        }
        writer.commit(Self.commit(1))
        bytes += writer.takeBytes()
        #expect(bytes.count > 2 << 20)
        let cached = try #require(CachedState(reading: bytes))
        #expect(accounts(of: cached) == wanted, "seed \(seed)")
    }
}
