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

    private let bytes: [UInt8]
    /// The payloads of the frames of accounts, in order.
    private let accounts: [Range<Int>]
    /// The check at the end of the last commit.
    let checksum: StateCacheChecksum

    /// The state in the bytes of a file; nil where no commit of a known version is in them.
    public init?(reading bytes: [UInt8]) {
        let span = bytes.span
        guard let first = StateCacheFrame(in: span, at: 0, after: .start), first.kind == .header,
            let header = StateCacheHeader(span.extracting(first.payload))
        else { return nil }
        var accounts: [Range<Int>] = []
        var committed: (commit: StateCacheCommit, accounts: Int, end: StateCacheFrame)?
        var last = first
        reading: while let frame = StateCacheFrame(in: span, at: last.end, after: last.checksum) {
            switch frame.kind {
            case .header:
                break reading
            case .accounts:
                guard Self.isWellFormed(span.extracting(frame.payload)) else { break reading }
                accounts.append(frame.payload)
            case .commit:
                guard let commit = StateCacheCommit(span.extracting(frame.payload)) else { break reading }
                committed = (commit, accounts.count, frame)
            }
            last = frame
        }
        guard let committed else { return nil }
        self.header = header
        commit = committed.commit
        isWhole = committed.end.end == bytes.count
        checksum = committed.end.checksum
        self.accounts = Array(accounts.prefix(committed.accounts))
        self.bytes = bytes
    }

    /// Visits the accounts in the order in which they were written, as spans of the one array of bytes.
    ///
    /// An account may come again: then the later state holds, and none where that is nil.
    public func forEachAccount(_ body: (_ account: Span<UInt8>, _ state: Span<UInt8>?) -> Void) {
        let span = bytes.span
        for payload in accounts {
            var offset = payload.lowerBound
            while offset < payload.upperBound {
                let accountLength = Int(span.halfWord(at: offset))
                let stateLength = span.halfWord(at: offset + 4)
                let account = offset + 8..<offset + 8 + accountLength
                offset = account.upperBound
                if stateLength == StateCacheWriter.tombstone {
                    body(span.extracting(account), nil)
                } else {
                    let state = offset..<offset + Int(stateLength)
                    offset = state.upperBound
                    body(span.extracting(account), span.extracting(state))
                }
            }
        }
    }

    /// Whether the lengths in a payload of accounts add up.
    private static func isWellFormed(_ payload: borrowing Span<UInt8>) -> Bool {
        var offset = 0
        while offset < payload.count {
            guard payload.count - offset >= 8 else { return false }
            let state = payload.halfWord(at: offset + 4)
            let length =
                Int(payload.halfWord(at: offset)) + (state == StateCacheWriter.tombstone ? 0 : Int(state))
            guard length <= payload.count - offset - 8 else { return false }
            offset += 8 + length
        }
        return true
    }
}
