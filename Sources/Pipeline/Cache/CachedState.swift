// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// What stands in a cache's bytes: the state that the last whole `commit` frame closes.
///
/// Frames are taken from the beginning to the first that is not whole and right; each frame's check covers those
/// before it, so that none can be missing or stand elsewhere. Accounts behind the last commit are left out.
public struct CachedState: Sendable {
    /// Whose state it is; compare it with what is wanted.
    public let header: StateCacheHeader
    /// Up to where it holds the state.
    public let commit: StateCacheCommit
    /// Whether nothing stands behind the last commit, so that frames may be appended.
    public let isWhole: Bool

    /// How many accounts stand in it, each as often as it was written.
    public let accountCount: Int

    /// What was read.
    public let bytes: [UInt8]
    /// The payloads of the frames of accounts, in order.
    private let payloads: [Range<Int>]
    /// The check at the end of the last commit.
    let checksum: StateCacheChecksum

    /// The state in the bytes of a file; nil where no commit of a known version is in them.
    public init?(reading bytes: [UInt8]) {
        let span = bytes.span
        guard let first = StateCacheFrame(in: span, at: 0, after: .start), first.kind == .header,
            let header = StateCacheHeader(span.extracting(first.payload))
        else { return nil }
        var payloads: [Range<Int>] = []
        var accountCount = 0
        var committed: (commit: StateCacheCommit, frames: Int, accounts: Int, end: StateCacheFrame)?
        var last = first
        reading: while let frame = StateCacheFrame(in: span, at: last.end, after: last.checksum) {
            switch frame.kind {
            case .header:
                break reading
            case .accounts:
                guard let count = Self.count(span.extracting(frame.payload)) else { break reading }
                payloads.append(frame.payload)
                accountCount += count
            case .commit:
                guard let commit = StateCacheCommit(span.extracting(frame.payload)) else { break reading }
                committed = (commit, payloads.count, accountCount, frame)
            }
            last = frame
        }
        guard let committed else { return nil }
        self.header = header
        commit = committed.commit
        isWhole = committed.end.end == bytes.count
        checksum = committed.end.checksum
        self.payloads = Array(payloads.prefix(committed.frames))
        self.accountCount = committed.accounts
        self.bytes = bytes
    }

    /// Visits where in `bytes` the ids and the state records of the accounts lie, in the order in which they were
    /// written.
    ///
    /// An account may come again: then the later state holds, and none where that is nil.
    public func forEachAccount<Failure>(
        _ body: (_ id: Range<Int>, _ record: Range<Int>?) throws(Failure) -> Void
    ) throws(Failure) {
        for payload in payloads {
            var offset = payload.lowerBound
            while offset < payload.upperBound {
                let (id, record) = next(at: &offset)
                try body(id, record)
            }
        }
    }

    private func next(at offset: inout Int) -> (id: Range<Int>, record: Range<Int>?) {
        let id = offset + 8..<offset + 8 + Int(bytes.span.halfWord(at: offset))
        let length = bytes.span.halfWord(at: offset + 4)
        offset = id.upperBound
        guard length != StateCacheWriter.tombstone else { return (id, nil) }
        offset += Int(length)
        return (id, id.upperBound..<offset)
    }

    /// How many accounts are in a payload; nil if their lengths do not add up.
    private static func count(_ payload: borrowing Span<UInt8>) -> Int? {
        var offset = 0
        var count = 0
        while offset < payload.count {
            guard payload.count - offset >= 8 else { return nil }
            let state = payload.halfWord(at: offset + 4)
            let length =
                Int(payload.halfWord(at: offset)) + (state == StateCacheWriter.tombstone ? 0 : Int(state))
            guard length <= payload.count - offset - 8 else { return nil }
            offset += 8 + length
            count += 1
        }
        return count
    }
}
