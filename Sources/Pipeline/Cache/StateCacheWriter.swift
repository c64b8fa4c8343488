// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Writes the frames of a partition's cache into bytes, which belong one after another into one file.
///
/// ```swift
/// var writer = StateCacheWriter(header)
/// writer.append(account: id, state: record)
/// writer.commit(StateCacheCommit(stateOffset: 812, send: 40, at: now))
/// storage.write(StateCacheWrite(partition: 0, action: .append, bytes: writer.takeBytes()))
/// ```
public struct StateCacheWriter: Sendable {
    /// Accounts go into a frame until it is this large, so that a torn one costs little and its length fits.
    private static let frameSize = 1 << 20
    /// What stands for the length of a state where there is a tombstone.
    static let tombstone = UInt32.max

    /// The frames that have not been taken, and the one that is open.
    private var bytes: [UInt8] = []
    private var checksum: StateCacheChecksum
    /// Where the open frame of accounts begins.
    private var open: Int?

    /// Begins a cache.
    public init(_ header: StateCacheHeader) {
        checksum = .start
        let start = begin()
        header.encode(into: &bytes)
        end(.header, start)
    }

    /// Goes on behind a cache that has been read.
    ///
    /// - Returns: nil if more stands in it than was read: begin another.
    public init?(continuing cached: borrowing CachedState) {
        guard cached.isWhole else { return nil }
        checksum = cached.checksum
    }

    /// Bytes that have been written and not been taken.
    public var count: Int { bytes.count }

    /// Adds an account's state record, or nil for an account that has none any more; a later one replaces it.
    public mutating func append(account: borrowing Span<UInt8>, state: borrowing Span<UInt8>?) {
        let start = open ?? begin()
        open = start
        bytes.append(halfWord: UInt32(account.count))
        if let state = copy state {
            bytes.append(halfWord: UInt32(state.count))
            append(account)
            append(state)
        } else {
            bytes.append(halfWord: Self.tombstone)
            append(account)
        }
        if bytes.count - start >= Self.frameSize { endAccounts() }
    }

    /// Adds an account's state record, or nil for an account that has none any more; a later one replaces it.
    public mutating func append(account: [UInt8], state: [UInt8]?) {
        append(account: account.span, state: state?.span)
    }

    /// Says that all that was added is the state up to an offset; without, it does not count when it is read.
    public mutating func commit(_ commit: StateCacheCommit) {
        endAccounts()
        let start = begin()
        commit.encode(into: &bytes)
        end(.commit, start)
    }

    /// Gives the frames written so far, whole ones, and forgets them.
    public mutating func takeBytes() -> [UInt8] {
        endAccounts()
        let taken = bytes
        bytes = []
        return taken
    }

    private mutating func append(_ piece: borrowing Span<UInt8>) {
        unsafe piece.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    private mutating func endAccounts() {
        guard let start = open else { return }
        open = nil
        end(.accounts, start)
    }

    /// Leaves room for a frame's head; returns where it begins.
    private mutating func begin() -> Int {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: StateCacheFrame.headLength))
        return start
    }

    /// Ends the frame that began at `start` with its head and its check.
    private mutating func end(_ kind: StateCacheFrame.Kind, _ start: Int) {
        let payload = start + StateCacheFrame.headLength..<bytes.count
        let mark = StateCacheFrame.mark(kind)
        var running = checksum
        running.add(mark)
        running.add(UInt64(payload.count))
        bytes.set(word: mark, at: start)
        bytes.set(word: UInt64(payload.count), at: start + 8)
        bytes.set(word: running.state, at: start + 16)
        running.add(bytes.span, payload)
        bytes.append(word: running.state)
        checksum = running
    }
}
