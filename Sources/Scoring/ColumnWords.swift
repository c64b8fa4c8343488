// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events

// How values stand in `WordColumns`, whose columns take few bytes for small words.

extension Timestamp {
    /// 2026-01-01T00:00:00Z: most moments lie less than seventeen years from it, which is five bytes of milliseconds.
    private static let reference: Int64 = 1_767_225_600_000

    /// The moment as a word that is the smaller the closer it lies to the reference: even after it, odd before.
    var columnWord: UInt64 {
        let distance = milliseconds &- Self.reference
        return UInt64(bitPattern: distance &<< 1 ^ distance &>> 63)
    }

    /// The moment that such a word stands for.
    init(columnWord: UInt64) {
        let distance = Int64(bitPattern: columnWord &>> 1) ^ -Int64(bitPattern: columnWord & 1)
        self.init(milliseconds: distance &+ Self.reference)
    }
}

extension Double {
    /// The number as a word: 0 for 1, and the smaller the fewer bits there are behind its point.
    var columnWord: UInt64 { (bitPattern ^ 1.0.bitPattern).byteSwapped }

    /// The number that such a word stands for.
    init(columnWord: UInt64) {
        self.init(bitPattern: columnWord.byteSwapped ^ 1.0.bitPattern)
    }
}
